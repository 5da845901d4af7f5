package dev.zoetrope.kernel.wire;

import static java.util.Objects.requireNonNull;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.ToNumberPolicy;
import com.google.gson.reflect.TypeToken;
import java.util.Map;

/** Reads JSON into plain maps, lists, strings, numbers and booleans. */
public final class Json {
  private Json() {}

  /**
   * The object that the text is.
   *
   * @throws IllegalArgumentException if the text is no JSON object
   */
  public static Map<String, Object> object(String text) {
    Gson gson = new GsonBuilder().setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE).create();
    try {
      Map<String, Object> object =
          gson.fromJson(
              requireNonNull(text, "text is null"), new TypeToken<Map<String, Object>>() {});
      if (object == null) {
        throw new IllegalArgumentException("the text is empty");
      }
      return object;
    } catch (JsonParseException e) {
      throw new IllegalArgumentException("the text is no JSON object", e);
    }
  }
}
