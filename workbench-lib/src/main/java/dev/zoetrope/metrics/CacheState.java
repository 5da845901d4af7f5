package dev.zoetrope.metrics;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * What was wanted of a server's caches, and what its answer shows.
 *
 * @param wanted "cold", "warm", "live" or "plain"
 * @param means what was done for it, in words; empty if nothing was
 * @param verdict what the server's own count says
 * @param cached prompt tokens that came out of a cache, where told
 */
public record CacheState(String wanted, List<String> means, Verdict verdict, OptionalInt cached) {
  public CacheState {
    requireNonNull(wanted, "wanted is null");
    means = List.copyOf(means);
    requireNonNull(verdict, "verdict is null");
    requireNonNull(cached, "cached is null");
  }

  /** What the server's own count says. */
  public enum Verdict {
    /** No token came out of a cache. */
    COLD,
    /** Some tokens did. */
    CACHED,
    /** The server does not tell. */
    UNTOLD
  }

  /** Judges a count. */
  public static CacheState of(String wanted, List<String> means, OptionalInt cached) {
    Verdict verdict =
        cached.isEmpty() ? Verdict.UNTOLD : cached.getAsInt() > 0 ? Verdict.CACHED : Verdict.COLD;
    return new CacheState(wanted, means, verdict, cached);
  }

  /** Whether the count shows something else than was wanted. */
  public boolean isBroken() {
    return wanted.equals("cold") && verdict == Verdict.CACHED
        || wanted.equals("warm") && verdict == Verdict.COLD;
  }

  /** In words for a table: "cold (told)", "cold wanted, 42 tokens cached". */
  public String words() {
    return switch (verdict) {
      case COLD -> isBroken() ? wanted + " wanted, nothing was cached" : "cold, as counted";
      case CACHED ->
          (isBroken() ? wanted + " wanted, " : "") + cached.orElse(0) + " prompt tokens cached";
      case UNTOLD ->
          means.isEmpty() ? "not told" : wanted + " by " + String.join(", ", means) + ", not told";
    };
  }

  /** The policy's name as its words have it. */
  public static String wanted(Enum<?> policy) {
    return policy.name().toLowerCase(Locale.ROOT);
  }
}
