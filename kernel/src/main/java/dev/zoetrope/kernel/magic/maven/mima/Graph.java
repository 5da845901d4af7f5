package dev.zoetrope.kernel.magic.maven.mima;

import dev.zoetrope.kernel.magic.maven.Resolution.Conflict;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.graph.DependencyNode;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.util.graph.transformer.ConflictResolver;

/** What the class path takes of a graph of dependencies, nearest first, and what it leaves. */
final class Graph {
  /**
   * A place in the graph.
   *
   * @param by what asked for it
   */
  record Node(DependencyNode node, int depth, String by) {
    ArtifactRequest request() {
      return new ArtifactRequest(node);
    }
  }

  private final Map<Artifact, Node> taken = new LinkedHashMap<>();
  private final Set<Conflict> conflicts = new LinkedHashSet<>();

  private Graph() {}

  static Graph of(DependencyNode root) {
    Graph graph = new Graph();
    Deque<Node> queue = new ArrayDeque<>();
    queue.add(new Node(root, -1, "you"));
    while (!queue.isEmpty()) {
      Node next = queue.remove();
      if (graph.take(next)) {
        for (DependencyNode child : next.node().getChildren()) {
          queue.add(new Node(child, next.depth() + 1, name(next)));
        }
      }
    }
    return graph;
  }

  private static String name(Node node) {
    Artifact artifact = node.node().getArtifact();
    return artifact == null ? node.by() : artifact.getGroupId() + ":" + artifact.getArtifactId();
  }

  /** Whether to look at what it needs. */
  private boolean take(Node next) {
    DependencyNode node = next.node();
    Artifact artifact = node.getArtifact();
    if (artifact == null) {
      return true;
    }
    if (node.getData().get(ConflictResolver.NODE_DATA_WINNER) instanceof DependencyNode winner) {
      lost(next, artifact, winner);
      return false;
    }
    if (artifact.getExtension().equals("jar")) {
      taken.putIfAbsent(artifact, next);
    }
    return true;
  }

  private void lost(Node loser, Artifact artifact, DependencyNode winner) {
    String version = winner.getArtifact().getVersion();
    if (!version.equals(artifact.getVersion())) {
      conflicts.add(new Conflict(name(loser), version, artifact.getVersion(), loser.by()));
    }
  }

  List<Node> nodes() {
    return new ArrayList<>(taken.values());
  }

  List<Conflict> conflicts() {
    return new ArrayList<>(conflicts);
  }
}
