package dev.zoetrope.kernel.magic;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/**
 * The magics of a kernel. Those that come with it are made when the first one is asked for, so that
 * a notebook without magics pays nothing. Thread-safe; close it with the kernel.
 */
public final class Magics implements AutoCloseable {
  /** What other kernels call it. */
  private static final Map<String, String> ELSEWHERE =
      Map.of(
          "timeit",
          "bench",
          "bash",
          "sh",
          "system",
          "sh",
          "sx",
          "sh",
          "cd",
          "sh",
          "pwd",
          "sh",
          "ls",
          "sh",
          "pip",
          "maven",
          "whos",
          "who",
          "js",
          "javascript");

  private final Map<String, Magic> added = new ConcurrentSkipListMap<>();
  private final StandardMagics standard = new StandardMagics(this);

  /** Adds a magic; one of the same name gives way. */
  public void add(Magic magic) {
    requireNonNull(magic, "magic is null");
    added.put(magic.spec().name(), magic);
  }

  /** Whether a cell may hold a magic: cheap, true for some that do not. */
  public static boolean mayHold(String code) {
    for (int at = code.indexOf('%'); at >= 0; at = code.indexOf('%', at + 1)) {
      int before = at - 1;
      while (before >= 0 && (code.charAt(before) == ' ' || code.charAt(before) == '\t')) {
        before--;
      }
      if (before < 0 || code.charAt(before) == '\n') {
        return true;
      }
    }
    return false;
  }

  /** The cell's Java and its magics, in their order. */
  public List<Part> parts(String code) {
    return CellParts.of(code, all()::containsKey);
  }

  /** What of a part is Java, also below a magic that takes some; empty if nothing is. */
  public String javaOf(Part part) {
    if (!(part instanceof Part.Call call)) {
      return ((Part.Java) part).code();
    }
    // A shell's words, too, are left as they are written.
    return Optional.ofNullable(all().get(call.name()))
        .filter(magic -> magic.spec().isCode() && !(magic instanceof ShellMagic))
        .map(magic -> call.body())
        .orElse("");
  }

  /**
   * Runs a magic.
   *
   * @throws MagicException if there is no such magic, if it cannot take what it was given, or if it
   *     fails in a way that a sentence explains
   * @throws Exception whatever else its work throws
   */
  public void run(Part.Call call, MagicContext context) throws Exception {
    Magic magic = Optional.ofNullable(all().get(call.name())).orElseThrow(() -> unknown(call));
    MagicSpec spec = magic.spec();
    if (!spec.fits(call.cell())) {
      throw misplaced(call, spec);
    }
    try {
      magic.run(new MagicCall(spec, call, context));
    } catch (IOException e) {
      throw new MagicException(call.title() + " failed: " + describe(e), "", e);
    }
  }

  private static String describe(IOException e) {
    String message = e.getMessage();
    return e.getClass() == IOException.class && message != null ? message : e.toString();
  }

  private MagicException unknown(Part.Call call) {
    String question =
        Optional.ofNullable(ELSEWHERE.get(call.name()))
            .or(() -> Nearest.to(call.name(), all().keySet()))
            .map(name -> " Did you mean " + title(name) + "?")
            .orElse("");
    return new MagicException(
        call.title() + " on line " + call.line() + " is no magic." + question,
        "%lsmagic lists them all.");
  }

  private String title(String name) {
    return Optional.ofNullable(all().get(name)).map(m -> m.spec().title()).orElse("%" + name);
  }

  private static MagicException misplaced(Part.Call call, MagicSpec spec) {
    String message =
        call.cell()
            ? call.title() + " stands on a line, with one per cent sign."
            : "%" + call.name() + " heads a cell: write %%" + call.name() + " on its first line.";
    return Arguments.wrong(spec, message);
  }

  /** The specs of all magics, by name. */
  public List<MagicSpec> specs() {
    return all().values().stream().map(Magic::spec).toList();
  }

  /** The names that a word may mean, and the help of one of them. */
  Optional<MagicSpec> find(String name) {
    return Optional.ofNullable(all().get(name.replace("%", ""))).map(Magic::spec);
  }

  /**
   * What could stand at the cursor, if it is in a magic.
   *
   * @param cursor counted in UTF-16 units
   */
  public Optional<Suggestions> suggest(String code, int cursor, Supplier<CellSession> session) {
    return new Completion(all()).at(code, cursor, session);
  }

  /** The help for the magic under the cursor, if it is on one. */
  public Optional<String> explain(String code, int cursor) {
    return Completion.nameAt(code, cursor).flatMap(this::find).map(MagicHelp::text);
  }

  /** The page of the documentation that tells of all magics that come with the kernel. */
  public String page() {
    return MagicHelp.page(specs());
  }

  private Map<String, Magic> all() {
    Map<String, Magic> all = new TreeMap<>(standard.byName());
    all.putAll(added);
    return all;
  }

  Collection<String> names() {
    return all().keySet();
  }

  @Override
  public void close() {
    standard.close();
  }
}
