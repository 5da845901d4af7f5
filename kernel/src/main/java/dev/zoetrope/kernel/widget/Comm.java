package dev.zoetrope.kernel.widget;

import static java.util.Objects.requireNonNull;

import dev.zoetrope.kernel.wire.Origin;
import java.util.List;
import java.util.Map;

/** One open line between the kernel and its pages. Thread-safe. */
public final class Comm {
  private final Comms comms;
  private final String id;
  private final String target;
  private volatile Receiver receiver = (data, buffers, from) -> {};
  private volatile Runnable closed = () -> {};

  Comm(Comms comms, String id, String target) {
    this.comms = comms;
    this.id = id;
    this.target = target;
  }

  /** The id under which both sides know it. */
  public String id() {
    return id;
  }

  /** The name under which it was opened. */
  public String target() {
    return target;
  }

  /**
   * Sends a message to all pages; without effect once the comm is closed.
   *
   * @param data plain maps, lists, strings, numbers and booleans
   * @param buffers binary frames, not copied: do not change them afterwards
   */
  public void send(Map<String, Object> data, List<byte[]> buffers) {
    requireNonNull(data, "data is null");
    comms.send(this, comms.origin(), data, requireNonNull(buffers, "buffers is null"));
  }

  void answer(Origin to, Map<String, Object> data, List<byte[]> buffers) {
    comms.send(this, to, data, buffers);
  }

  /** Hears what pages send; takes the place of the listener before. */
  public void onMessage(CommListener listener) {
    requireNonNull(listener, "listener is null");
    receiver = (data, buffers, from) -> comms.guarded(() -> listener.message(data, buffers));
  }

  void onReceive(Receiver to) {
    receiver = to;
  }

  /** Hears that a page has closed the comm; takes the place of the listener before. */
  public void onClose(Runnable listener) {
    requireNonNull(listener, "listener is null");
    closed = () -> comms.guarded(listener);
  }

  void whenClosed(Runnable then) {
    closed = then;
  }

  /** Closes the comm on both sides; a second time it does nothing. */
  public void close() {
    comms.close(this);
  }

  void receive(Map<String, Object> data, List<byte[]> buffers, Origin from) {
    receiver.receive(data, buffers, from);
  }

  void wasClosed() {
    closed.run();
  }
}
