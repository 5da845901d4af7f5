package dev.zoetrope.models;

import static java.util.Objects.requireNonNull;

/** A model cannot be fetched, imported or removed; the message says why and what to do. */
public final class ModelException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ModelException(String message) {
    super(requireNonNull(message, "message is null"));
  }

  ModelException(String message, Throwable cause) {
    super(requireNonNull(message, "message is null"), cause);
  }
}
