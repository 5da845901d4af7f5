package dev.zoetrope.kernel.magic.maven.mima;

import dev.zoetrope.kernel.magic.MagicException;
import dev.zoetrope.kernel.magic.maven.Wanted;
import org.eclipse.aether.RepositoryException;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.transfer.ArtifactNotFoundException;
import org.eclipse.aether.transfer.ArtifactTransferException;

/** Says in a sentence why something cannot be had. */
final class Failures {
  private Failures() {}

  static MagicException explain(RepositoryException failure, Wanted wanted) {
    Throwable cause = failure;
    while (cause.getCause() != null && !(cause instanceof ArtifactTransferException)) {
      cause = cause.getCause();
    }
    if (wanted.offline()) {
      return new MagicException(
          subject(cause, wanted) + " is not in the local repository.",
          "Without --offline it would be looked for in the repositories of the settings.",
          failure);
    }
    if (cause instanceof ArtifactNotFoundException missing) {
      return new MagicException(
          subject(missing, wanted) + " was not found in " + place(missing) + ".",
          "Check the spelling, or name its repository with --repo URL.",
          failure);
    }
    return new MagicException(
        subject(cause, wanted) + " cannot be had: " + reasons(failure),
        "Check the address, the network and the proxy in settings.xml; --offline takes what is on this machine already.",
        failure);
  }

  /** Of settings that are no settings. */
  static MagicException unreadable(RuntimeException failure, Wanted wanted) {
    String file = wanted.settings().map(Object::toString).orElse("settings.xml");
    return new MagicException(
        "Maven cannot start with " + file + ": " + reasons(failure),
        "Mend the file, or name another one with --settings FILE.",
        failure);
  }

  private static String subject(Throwable cause, Wanted wanted) {
    return cause instanceof ArtifactTransferException transfer
        ? coordinate(transfer.getArtifact())
        : String.join(", ", wanted.coordinates());
  }

  private static String coordinate(Artifact artifact) {
    String classifier = artifact.getClassifier().isEmpty() ? "" : ":" + artifact.getClassifier();
    return artifact.getGroupId()
        + ":"
        + artifact.getArtifactId()
        + ":"
        + artifact.getVersion()
        + classifier
        + (artifact.getExtension().equals("pom") ? " (its pom)" : "");
  }

  private static String place(ArtifactTransferException failure) {
    return failure.getRepository() == null
        ? "any repository"
        : failure.getRepository().getId() + " (" + failure.getRepository().getUrl() + ")";
  }

  /** The outermost says where, the innermost why. */
  private static String reasons(Throwable failure) {
    Throwable innermost = failure;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    String where = String.valueOf(failure.getMessage()).strip();
    String why = innermost.getMessage() == null ? innermost.toString() : innermost.getMessage();
    return where.contains(why.strip()) ? where : where + ": " + why.strip();
  }
}
