package dev.zoetrope.backend;

import dev.zoetrope.media.DidYouMean;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.constructor.StandardConstructor;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A place in a YAML file: what stands there, and where that is. Its complaints never repeat a
 * value, which may be a secret.
 */
public final class YamlPlace {
  /** A copied node would be walked once for each copy. */
  private static final LoadSettings SETTINGS =
      LoadSettings.builder()
          .setMaxAliasesForCollections(0)
          .setAllowNonScalarKeys(false)
          .setCodePointLimit(256 << 10)
          .build();

  /** What can hardly be a key that slipped to the left of its colon. */
  private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z_-]{0,23}");

  private final String file;
  private final Node node;

  private YamlPlace(String file, Node node) {
    this.file = file;
    this.node = node;
  }

  /**
   * The whole text; empty if nothing stands in it.
   *
   * @param file its name, for complaints
   * @throws BackendException.BadSettings if it is no YAML
   */
  public static Optional<YamlPlace> of(String file, String text) {
    try {
      return new Compose(SETTINGS).composeString(text).map(node -> new YamlPlace(file, node));
    } catch (MarkedYamlEngineException e) {
      throw wrong(file, e.getProblemMark(), "this is no YAML; look at indents, colons and quotes.");
    } catch (YamlEngineException e) {
      throw wrong(file, Optional.empty(), "this is no YAML that can be read here.");
    }
  }

  /**
   * The fields, whatever their names, in their order.
   *
   * @throws BackendException.BadSettings if these are no fields, or one stands here twice
   */
  public Map<String, YamlPlace> fields() {
    if (!(node instanceof MappingNode mapping)) {
      throw wrong("fields are expected here, each as \"name: value\" on a line of its own.");
    }
    Map<String, YamlPlace> fields = new LinkedHashMap<>();
    for (NodeTuple pair : mapping.getValue()) {
      String name = ((ScalarNode) pair.getKeyNode()).getValue();
      if (fields.put(name, new YamlPlace(file, pair.getValueNode())) != null) {
        throw at(pair.getKeyNode()).wrong("this name stands here twice; leave one out.");
      }
    }
    return fields;
  }

  /**
   * The fields, which may have these names and no other.
   *
   * @throws BackendException.BadSettings if one has another
   */
  public Map<String, YamlPlace> fields(List<String> known) {
    Map<String, YamlPlace> fields = fields();
    for (NodeTuple pair : ((MappingNode) node).getValue()) {
      String name = ((ScalarNode) pair.getKeyNode()).getValue();
      if (!known.contains(name)) {
        throw at(pair.getKeyNode()).unknown(name, known);
      }
    }
    return fields;
  }

  private BackendException unknown(String name, List<String> known) {
    return wrong(
        (WORD.matcher(name).matches() ? "there is no field \"" + name + "\"." : "no such field.")
            + DidYouMean.hint(name, known)
            + " Known: "
            + String.join(", ", known)
            + ".");
  }

  /**
   * What the list holds, in its order.
   *
   * @throws BackendException.BadSettings if it is no list, or an empty one
   */
  public List<YamlPlace> items() {
    if (!(node instanceof SequenceNode list) || list.getValue().isEmpty()) {
      throw wrong("a list is expected here: each on a line of its own after a dash, or [a, b].");
    }
    return list.getValue().stream().map(this::at).toList();
  }

  /** Whether one word or line stands here. */
  public boolean isText() {
    return node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL);
  }

  /**
   * The one word or line.
   *
   * @throws BackendException.BadSettings if it is none
   */
  public String text() {
    if (!isText() || ((ScalarNode) node).getValue().isBlank()) {
      throw wrong("a word is expected here.");
    }
    return ((ScalarNode) node).getValue().strip();
  }

  /**
   * The count.
   *
   * @throws BackendException.BadSettings if it is no whole number from 1 on
   */
  public int count() {
    String text = text();
    if (!text.matches("[1-9]\\d{0,8}")) {
      throw wrong("a whole number from 1 on is expected here.");
    }
    return Integer.parseInt(text);
  }

  /** As maps, lists, texts, numbers and booleans. */
  public Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    fields().forEach((name, place) -> values.put(name, place.value()));
    return values;
  }

  private Object value() {
    return new StandardConstructor(SETTINGS).constructSingleDocument(Optional.of(node));
  }

  private YamlPlace at(Node other) {
    return new YamlPlace(file, other);
  }

  /** A complaint that names the place. */
  public BackendException.BadSettings wrong(String sentence) {
    return wrong(file, node.getStartMark(), sentence);
  }

  private static BackendException.BadSettings wrong(
      String file, Optional<Mark> mark, String sentence) {
    String place =
        mark.map(m -> ", line " + (m.getLine() + 1) + ", column " + (m.getColumn() + 1)).orElse("");
    return new BackendException.BadSettings(file + place + ": " + sentence);
  }
}
