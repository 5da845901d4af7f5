package dev.zoetrope.kernel.jshell;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Documentation comments of libraries, out of the {@code -sources.jar} that lies beside a jar, as
 * in a local Maven repository. JShell itself reads the JDK's sources only. Guarded by the lock of
 * the compiler.
 */
final class LibrarySources {
  private static final Logger LOG = LoggerFactory.getLogger(LibrarySources.class);

  /** Overloads are asked for one after the other. */
  private record Parsed(Class<?> type, CompilationUnitTree unit, Trees trees) {}

  private @Nullable Parsed last;

  /** The comment on what has this signature in this class, without its stars. */
  Optional<String> comment(Class<?> owner, Signature signature) {
    Parsed parsed = parsed(outermost(owner));
    return parsed == null
        ? Optional.empty()
        : Optional.ofNullable(
            new Finder(parsed.trees(), owner, signature).scan(parsed.unit(), null));
  }

  private @Nullable Parsed parsed(Class<?> type) {
    Parsed known = last;
    if (known == null || known.type() != type) {
      known =
          jar(type)
              .flatMap(jar -> source(jar, type))
              .flatMap(source -> parse(source, type))
              .orElse(null);
      last = known;
    }
    return known;
  }

  private static Class<?> outermost(Class<?> type) {
    Class<?> outer = type;
    while (outer.getEnclosingClass() != null) {
      outer = outer.getEnclosingClass();
    }
    return outer;
  }

  private static Optional<Path> jar(Class<?> type) {
    CodeSource from = type.getProtectionDomain().getCodeSource();
    if (from == null || from.getLocation() == null) {
      return Optional.empty();
    }
    try {
      URI location = from.getLocation().toURI();
      String path = location.getScheme().equals("file") ? Path.of(location).toString() : "";
      return path.endsWith(".jar")
          ? Optional.of(Path.of(path.replaceFirst("\\.jar$", "-sources.jar")))
              .filter(Files::isReadable)
          : Optional.empty();
    } catch (URISyntaxException e) {
      LOG.debug("No sources beside {}", from, e);
      return Optional.empty();
    }
  }

  private static Optional<String> source(Path jar, Class<?> type) {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      ZipEntry entry = zip.getEntry(type.getName().replace('.', '/') + ".java");
      return entry == null
          ? Optional.empty()
          : Optional.of(
              new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      LOG.debug("Cannot read {}", jar, e);
      return Optional.empty();
    }
  }

  private static Optional<Parsed> parse(String source, Class<?> type) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  null,
                  unused -> {},
                  List.of("-proc:none"),
                  null,
                  List.of(new SourceText(source)));
      CompilationUnitTree unit = task.parse().iterator().next();
      return Optional.of(new Parsed(type, unit, Trees.instance(task)));
    } catch (IOException e) {
      LOG.debug("Cannot parse the source of {}", type, e);
      return Optional.empty();
    }
  }

  private static final class SourceText extends SimpleJavaFileObject {
    private final String text;

    SourceText(String text) {
      super(URI.create("string:///Source.java"), JavaFileObject.Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  /** Looks for one declaration and gives its comment. */
  private static final class Finder extends TreePathScanner<@Nullable String, @Nullable Void> {
    private final Trees trees;
    private final Class<?> owner;
    private final Signature signature;

    Finder(Trees trees, Class<?> owner, Signature signature) {
      this.trees = trees;
      this.owner = owner;
      this.signature = signature;
    }

    @Override
    public @Nullable String reduce(@Nullable String first, @Nullable String second) {
      return first == null ? second : first;
    }

    @Override
    public @Nullable String visitClass(ClassTree node, @Nullable Void unused) {
      String here = isOwner() && signature.member().isEmpty() ? comment() : null;
      return reduce(here, super.visitClass(node, unused));
    }

    @Override
    public @Nullable String visitMethod(MethodTree node, @Nullable Void unused) {
      List<String> types = node.getParameters().stream().map(p -> p.getType().toString()).toList();
      String name = node.getName().contentEquals("<init>") ? "" : node.getName().toString();
      return isOwner(getCurrentPath().getParentPath())
              && signature.isCall(name.isEmpty() ? owner.getSimpleName() : name, types)
          ? comment()
          : null;
    }

    @Override
    public @Nullable String visitVariable(VariableTree node, @Nullable Void unused) {
      return isOwner(getCurrentPath().getParentPath())
              && signature.isField(node.getName().toString())
          ? comment()
          : null;
    }

    private boolean isOwner() {
      return isOwner(getCurrentPath());
    }

    private boolean isOwner(TreePath path) {
      StringBuilder name = new StringBuilder();
      for (Tree tree : path) {
        if (tree instanceof ClassTree type) {
          name.insert(0, name.length() == 0 ? type.getSimpleName() : type.getSimpleName() + ".");
        }
      }
      String canonical = owner.getCanonicalName();
      return canonical != null
          && path.getLeaf() instanceof ClassTree
          && (canonical.contentEquals(name) || canonical.endsWith("." + name));
    }

    private @Nullable String comment() {
      return trees.getDocComment(getCurrentPath());
    }
  }
}
