package dev.zoetrope.cli;

import java.util.Map;
import picocli.CommandLine;

/** Makes the verbs, and hands the environment to those that read it. */
final class Verbs implements CommandLine.IFactory {
  private final Map<String, String> environment;

  Verbs(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public <K> K create(Class<K> type) throws Exception {
    if (type == NotebookVerb.class) {
      return type.cast(new NotebookVerb(environment));
    }
    if (type == ProbeVerb.class) {
      return type.cast(new ProbeVerb(environment));
    }
    if (type == ModelsVerb.class) {
      return type.cast(new ModelsVerb(environment));
    }
    return type == TelemetryVerb.class
        ? type.cast(new TelemetryVerb(environment))
        : CommandLine.defaultFactory().create(type);
  }
}
