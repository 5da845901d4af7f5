package dev.zoetrope.kernel.magic.maven.mima;

import dev.zoetrope.kernel.magic.maven.Transfers;
import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.TransferCancelledException;
import org.eclipse.aether.transfer.TransferEvent;

/** Tells of downloads, and ends them when nobody waits for them any more. Thread-safe. */
final class Reporter extends AbstractTransferListener {
  private final Transfers transfers;

  Reporter(Transfers transfers) {
    this.transfers = transfers;
  }

  @Override
  public void transferInitiated(TransferEvent event) throws TransferCancelledException {
    checkWanted();
  }

  @Override
  public void transferProgressed(TransferEvent event) throws TransferCancelledException {
    checkWanted();
    tell(event, false);
  }

  @Override
  public void transferSucceeded(TransferEvent event) {
    tell(event, true);
  }

  private void checkWanted() throws TransferCancelledException {
    if (transfers.isCancelled()) {
      throw new TransferCancelledException("The cell was stopped.");
    }
  }

  private void tell(TransferEvent event, boolean done) {
    String path = event.getResource().getResourceName();
    String file = path.substring(path.lastIndexOf('/') + 1);
    long total = event.getResource().getContentLength();
    transfers.progressed(file, event.getTransferredBytes(), total, done);
  }
}
