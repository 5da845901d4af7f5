package dev.zoetrope.backend;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Byte-level BPE as a Hugging Face {@code tokenizer.json} of the SmolVLM family describes it:
 * digits stand alone, words are split by GPT-2's pattern, bytes are merged by rank.
 *
 * <p>Text never becomes a special token, whatever it says: those are placed by {@link
 * EmbeddedPrompt} alone, so a prompt cannot forge a picture or the end of a turn. Thread-safe.
 */
final class EmbeddedTokenizer {
  private static final Pattern WORD =
      Pattern.compile(
          "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
          Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern DIGIT = Pattern.compile("\\p{N}");

  /** A byte that the vocabulary lacks is left out, as the reference does. */
  private static final int ABSENT = -1;

  private final Map<String, Integer> ids = new HashMap<>();
  private final Map<Long, Merge> merges = new HashMap<>();
  private final int[] byteIds = new int[256];
  private final byte[][] bytes;
  private final int longest;

  EmbeddedTokenizer(JsonNode tokenizer) {
    JsonNode model = tokenizer.required("model");
    model.required("vocab").properties().forEach(e -> ids.put(e.getKey(), e.getValue().asInt()));
    Set<String> specials = new HashSet<>();
    for (JsonNode added : tokenizer.required("added_tokens")) {
      specials.add(added.required("content").asText());
      ids.put(added.required("content").asText(), added.required("id").asInt());
    }
    String alphabet = alphabet();
    Arrays.setAll(byteIds, b -> ids.getOrDefault(alphabet.substring(b, b + 1), ABSENT));
    readMerges(model.required("merges"));
    bytes = spellings(specials, alphabet);
    longest = Arrays.stream(bytes).mapToInt(b -> b.length).max().orElse(1);
  }

  /** Whether a token goes by this whole name. */
  boolean has(String name) {
    return ids.containsKey(name);
  }

  /** The id of a token that is known by its whole name. */
  int special(String name) {
    Integer id = ids.get(name);
    if (id == null) {
      throw new IllegalArgumentException("the tokenizer has no token " + name);
    }
    return id;
  }

  /** A number of tokens that the text has at least, without looking at it. */
  int atLeast(int letters) {
    return (letters + longest - 1) / longest;
  }

  /** The text's tokens, none of them special. */
  int[] encode(String text) {
    IntStream.Builder out = IntStream.builder();
    Matcher digits = DIGIT.matcher(text);
    Matcher words = WORD.matcher(text);
    int from = 0;
    while (digits.find()) {
      words(text, words, from, digits.start(), out);
      word(digits.group(), out);
      from = digits.end();
    }
    words(text, words, from, text.length(), out);
    return out.build().toArray();
  }

  /** The bytes that a token stands for; none for a special token. */
  byte[] bytes(int token) {
    return bytes[token];
  }

  private void words(String text, Matcher words, int from, int to, IntStream.Builder out) {
    words.region(from, to);
    while (words.find()) {
      word(text.substring(words.start(), words.end()), out);
    }
  }

  private void word(String word, IntStream.Builder out) {
    byte[] utf8 = word.getBytes(UTF_8);
    int[] symbols = new int[utf8.length];
    Arrays.setAll(symbols, i -> byteIds[utf8[i] & 0xff]);
    int length = symbols.length;
    for (Merge best = best(symbols, length); best.id >= 0; best = best(symbols, length)) {
      length = apply(best, symbols, length);
    }
    Arrays.stream(symbols, 0, length).filter(id -> id != ABSENT).forEach(out::add);
  }

  private Merge best(int[] symbols, int length) {
    Merge best = Merge.NONE;
    for (int i = 1; i < length; i++) {
      Merge merge = merges.getOrDefault(pair(symbols[i - 1], symbols[i]), Merge.NONE);
      best = merge.rank < best.rank ? merge : best;
    }
    return best;
  }

  /**
   * All places at once: a pass for each kind of merge, not for each merge, keeps long words fast.
   */
  private static int apply(Merge merge, int[] symbols, int length) {
    int to = 0;
    for (int from = 0; from < length; from++) {
      boolean hit = from + 1 < length && pair(symbols[from], symbols[from + 1]) == merge.pair;
      symbols[to++] = hit ? merge.id : symbols[from];
      from += hit ? 1 : 0;
    }
    return to;
  }

  private void readMerges(JsonNode list) {
    int rank = 0;
    for (Iterator<JsonNode> each = list.elements(); each.hasNext(); rank++) {
      JsonNode merge = each.next();
      String whole =
          merge.isArray() ? merge.get(0).asText() + " " + merge.get(1).asText() : merge.asText();
      int gap = whole.indexOf(' ');
      String left = whole.substring(0, gap);
      String right = whole.substring(gap + 1);
      long pair = pair(special(left), special(right));
      merges.put(pair, new Merge(rank, pair, special(left + right)));
    }
  }

  private byte[][] spellings(Set<String> specials, String alphabet) {
    byte[][] spellings = new byte[ids.values().stream().max(Integer::compare).orElse(0) + 1][0];
    ids.forEach(
        (name, id) ->
            spellings[id] = specials.contains(name) ? new byte[0] : spell(name, alphabet));
    return spellings;
  }

  private static byte[] spell(String name, String alphabet) {
    byte[] spelled = new byte[name.length()];
    for (int i = 0; i < spelled.length; i++) {
      spelled[i] = (byte) alphabet.indexOf(name.charAt(i));
    }
    return spelled;
  }

  /** GPT-2's letter for each byte: itself where it prints, else one from 256 on. */
  private static String alphabet() {
    StringBuilder letters = new StringBuilder();
    int next = 256;
    for (int b = 0; b < 256; b++) {
      boolean prints = b >= '!' && b <= '~' || b >= 0xa1 && b != 0xad;
      letters.append((char) (prints ? b : next++));
    }
    return letters.toString();
  }

  private static long pair(int left, int right) {
    return (long) left << 32 | right;
  }

  private record Merge(int rank, long pair, int id) {
    static final Merge NONE = new Merge(Integer.MAX_VALUE, -1, -1);
  }
}
