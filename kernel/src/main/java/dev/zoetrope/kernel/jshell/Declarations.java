package dev.zoetrope.kernel.jshell;

import dev.zoetrope.kernel.magic.Declared;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.TypeDeclSnippet;
import jdk.jshell.VarSnippet;

/**
 * What cells have declared. Thread-safe: waits while a cell is being compiled, not while it runs.
 */
public final class Declarations {
  /** Assigning to these frees nothing. */
  private static final Set<String> PRIMITIVES =
      Set.of("boolean", "byte", "char", "short", "int", "long", "float", "double");

  private final JShell shell;
  private final CellControl control;
  private final ReentrantLock compiler;
  private final LostTypes lost;
  private Set<String> ours = Set.of();

  Declarations(JShell shell, CellControl control, ReentrantLock compiler, LostTypes lost) {
    this.lost = lost;
    this.shell = shell;
    this.control = control;
    this.compiler = compiler;
  }

  /** What is declared until now is the kernel's own, neither shown nor forgotten. */
  public void begin() {
    compiler.lock();
    try {
      ours = active().map(Snippet::id).collect(Collectors.toSet());
    } finally {
      compiler.unlock();
    }
  }

  /** Variables, methods and types, in the order of their declaration. */
  public List<Declared> all() {
    compiler.lock();
    try {
      return cells().map(this::describe).toList();
    } finally {
      compiler.unlock();
    }
  }

  /** Forgets what is declared under these names, and frees the values. */
  public void forget(Collection<String> names) {
    Set<String> wanted = new HashSet<>(names);
    compiler.lock();
    try {
      List<DeclarationSnippet> forgotten = cells().filter(s -> wanted.contains(s.name())).toList();
      release(forgotten);
      // The newest first: JShell compiles anew what used a dropped one.
      for (int i = forgotten.size() - 1; i >= 0; i--) {
        shell.drop(forgotten.get(i));
      }
      forgotten.forEach(lost::afterLossOf);
    } finally {
      compiler.unlock();
    }
  }

  /** A dropped variable's class lives on in its loader, and would hold the value for ever. */
  private void release(List<DeclarationSnippet> forgotten) {
    String code =
        forgotten.stream()
            .filter(snippet -> snippet instanceof VarSnippet variable && isReference(variable))
            .map(snippet -> snippet.name() + " = null;")
            .collect(Collectors.joining(" "));
    if (!code.isEmpty()) {
      shell.eval("{ " + code + " }").forEach(event -> shell.drop(event.snippet()));
    }
  }

  private boolean isReference(VarSnippet variable) {
    return !PRIMITIVES.contains(variable.typeName())
        && shell.status(variable) == Snippet.Status.VALID;
  }

  private Stream<DeclarationSnippet> cells() {
    return active()
        .filter(DeclarationSnippet.class::isInstance)
        .map(DeclarationSnippet.class::cast)
        .filter(snippet -> !LostTypes.isStandIn(snippet))
        .filter(snippet -> !snippet.name().startsWith("$") && !ours.contains(snippet.id()));
  }

  private Stream<Snippet> active() {
    return shell.snippets().filter(snippet -> shell.status(snippet).isActive());
  }

  private Declared describe(DeclarationSnippet snippet) {
    if (snippet instanceof VarSnippet variable) {
      return new Declared("variable", variable.name(), variable.typeName(), value(variable));
    }
    if (snippet instanceof MethodSnippet method) {
      return new Declared("method", method.name(), method.signature(), Optional.empty());
    }
    String kind =
        snippet instanceof TypeDeclSnippet type
            ? type.subKind().name().replace("_SUBKIND", "").toLowerCase(Locale.ROOT)
            : "";
    return new Declared("type", snippet.name(), kind, Optional.empty());
  }

  private Optional<Object> value(VarSnippet variable) {
    if (shell.status(variable) != Snippet.Status.VALID) {
      return Optional.empty();
    }
    return control.peek(() -> shell.varValue(variable));
  }
}
