package dev.zoetrope.kernel.magic.maven.mima;

import dev.zoetrope.kernel.magic.maven.Resolution;
import dev.zoetrope.kernel.magic.maven.Resolver;
import dev.zoetrope.kernel.magic.maven.Transfers;
import dev.zoetrope.kernel.magic.maven.Wanted;
import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.Runtimes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.eclipse.aether.RepositoryException;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.graph.DependencyNode;
import org.eclipse.aether.graph.Exclusion;
import org.eclipse.aether.resolution.ArtifactDescriptorRequest;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.util.artifact.SubArtifact;
import org.eclipse.aether.util.graph.transformer.ConflictResolver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Resolves as Maven does, with the user's settings. */
public final class MimaResolver implements Resolver {
  private static final Logger LOG = LoggerFactory.getLogger(MimaResolver.class);

  /** Held here, since a logger that nobody holds forgets its level. */
  private static final java.util.logging.Logger TRANSPORT =
      java.util.logging.Logger.getLogger("org.eclipse.aether.transport.http.HttpTransporter");

  /** Made by reflection, since its loader is nobody else's. */
  public MimaResolver() {
    // It warns, for every repository, that the JVM's proxies count; that is what was asked for.
    TRANSPORT.setLevel(Level.SEVERE);
  }

  @Override
  public Resolution resolve(Wanted wanted, Transfers transfers) {
    try (Context context = open(wanted, transfers)) {
      return resolve(wanted, context);
    } catch (RepositoryException e) {
      throw Failures.explain(e, wanted);
    }
  }

  private static Context open(Wanted wanted, Transfers transfers) {
    ContextOverrides overrides = overrides(wanted, transfers);
    try {
      return Runtimes.INSTANCE.getRuntime().create(overrides);
    } catch (IllegalStateException e) {
      throw Failures.unreadable(e, wanted);
    }
  }

  private static ContextOverrides overrides(Wanted wanted, Transfers transfers) {
    ContextOverrides.Builder builder =
        ContextOverrides.create()
            .withUserSettings(true)
            .transferListener(new Reporter(transfers))
            .configProperties(
                Map.of(
                    ConflictResolver.CONFIG_PROP_VERBOSE,
                    ConflictResolver.Verbosity.STANDARD,
                    // Proxies that were given to the JVM count as well as those of the settings.
                    "aether.connector.http.useSystemProperties",
                    true));
    if (!wanted.repositories().isEmpty()) {
      builder.addRepositoriesOp(ContextOverrides.AddRepositoriesOp.APPEND);
      builder.repositories(Coordinates.repositories(wanted.repositories()));
    }
    if (wanted.offline()) {
      builder.offline(true);
    }
    if (wanted.update()) {
      builder.snapshotUpdatePolicy(ContextOverrides.SnapshotUpdatePolicy.ALWAYS);
    }
    wanted.settings().ifPresent(builder::withUserSettingsXmlOverride);
    wanted.localRepository().ifPresent(builder::withLocalRepositoryOverride);
    return builder.build();
  }

  private static Resolution resolve(Wanted wanted, Context context) throws RepositoryException {
    CollectRequest request = new CollectRequest();
    request.setRepositories(context.remoteRepositories());
    List<Dependency> managed = managed(wanted, context);
    request.setManagedDependencies(managed);
    List<Exclusion> exclusions = Coordinates.exclusions(wanted.exclusions());
    for (String coordinate : wanted.coordinates()) {
      DefaultArtifact artifact = Coordinates.artifact(coordinate, managed);
      request.addDependency(new Dependency(artifact, "compile", false, exclusions));
    }
    DependencyNode root =
        context
            .repositorySystem()
            .collectDependencies(context.repositorySystemSession(), request)
            .getRoot();
    Graph graph = Graph.of(root);
    if (wanted.sources()) {
      fetchSources(graph, context);
    }
    return new Resolution(jars(graph, context), graph.conflicts());
  }

  /** Beside their jars; of a library that has published none there are none. */
  private static void fetchSources(Graph graph, Context context) {
    List<ArtifactRequest> requests =
        graph.nodes().stream()
            .filter(node -> node.depth() == 0)
            .map(node -> sources(node.request()))
            .toList();
    try {
      List<ArtifactResult> unused =
          context.repositorySystem().resolveArtifacts(context.repositorySystemSession(), requests);
    } catch (ArtifactResolutionException e) {
      LOG.debug("Some sources are missing", e);
    }
  }

  private static ArtifactRequest sources(ArtifactRequest jar) {
    Artifact sources = new SubArtifact(jar.getArtifact(), "sources", "jar");
    return new ArtifactRequest(sources, jar.getRepositories(), jar.getRequestContext());
  }

  /** What the BOMs say, in their order: the first that names an artifact counts. */
  private static List<Dependency> managed(Wanted wanted, Context context)
      throws RepositoryException {
    List<Dependency> managed = new ArrayList<>();
    for (String bom : wanted.boms()) {
      ArtifactDescriptorRequest request = new ArtifactDescriptorRequest();
      request.setArtifact(Coordinates.bom(bom));
      request.setRepositories(context.remoteRepositories());
      // Of a pom that is missing its reading would make an empty one.
      ArtifactResult unused =
          context
              .repositorySystem()
              .resolveArtifact(
                  context.repositorySystemSession(),
                  new ArtifactRequest(request.getArtifact(), request.getRepositories(), null));
      managed.addAll(
          context
              .repositorySystem()
              .readArtifactDescriptor(context.repositorySystemSession(), request)
              .getManagedDependencies());
    }
    return managed;
  }

  private static List<Resolution.Jar> jars(Graph graph, Context context)
      throws RepositoryException {
    List<ArtifactRequest> requests = graph.nodes().stream().map(n -> n.request()).toList();
    List<ArtifactResult> results =
        context.repositorySystem().resolveArtifacts(context.repositorySystemSession(), requests);
    List<Resolution.Jar> jars = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      var artifact = results.get(i).getArtifact();
      jars.add(
          new Resolution.Jar(
              artifact.getGroupId(),
              artifact.getArtifactId(),
              artifact.getBaseVersion(),
              artifact.getClassifier(),
              artifact.getFile().toPath(),
              graph.nodes().get(i).depth()));
    }
    return jars;
  }
}
