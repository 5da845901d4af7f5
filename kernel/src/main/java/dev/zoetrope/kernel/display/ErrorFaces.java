package dev.zoetrope.kernel.display;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/**
 * Which exceptions have a face. Looks through the wrappers that other threads put around a failure.
 * Thread-safe.
 */
public final class ErrorFaces {
  private final Map<Class<?>, Function<Throwable, ErrorFace>> byType = new ConcurrentHashMap<>();

  /** Gives this type of exception, and its subtypes, a face. */
  public <X extends Throwable> void register(Class<X> type, Function<? super X, ErrorFace> face) {
    requireNonNull(type, "type is null");
    requireNonNull(face, "face is null");
    byType.put(type, thrown -> face.apply(type.cast(thrown)));
  }

  /** The face of what was thrown, if it has one. */
  public Optional<ErrorFace> of(Throwable thrown) {
    Throwable bare = unwrap(thrown);
    if (bare instanceof ErrorFace.Owner owner) {
      return Optional.of(owner.face());
    }
    for (Class<?> type = bare.getClass(); type != null; type = type.getSuperclass()) {
      Function<Throwable, ErrorFace> face = byType.get(type);
      if (face != null) {
        return Optional.of(face.apply(bare));
      }
    }
    return Optional.empty();
  }

  private static Throwable unwrap(Throwable thrown) {
    Throwable cause = thrown.getCause();
    boolean wrapper =
        thrown instanceof ExecutionException
            || thrown instanceof CompletionException
            || thrown instanceof DisplayException;
    return wrapper && cause != null ? unwrap(cause) : thrown;
  }
}
