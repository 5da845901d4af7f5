package dev.zoetrope.ruler;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** A load as one JSON object, with which outside tools can check every number. */
public final class LoadJson {
  private LoadJson() {}

  /**
   * Maps and lists, ready to be written.
   *
   * @param machine what is known of the machine
   */
  public static Map<String, Object> of(
      List<LoadRequest> requests,
      LoadSummary summary,
      Calibration calibration,
      Map<String, Object> machine) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("requests", requests.stream().map(LoadJson::request).toList());
    map.put("summary", summary.toMap());
    map.put("calibration", calibration.toMap());
    map.put("machine", machine);
    return map;
  }

  private static Map<String, Object> request(LoadRequest request) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("rid", request.id());
    put(map, "ttft_ms", request.ttftMillis());
    put(map, "wrote_ttft_ms", request.wroteTtftMillis());
    put(map, "called_ttft_ms", request.calledTtftMillis());
    put(map, "intended_ttft_ms", request.intendedTtftMillis());
    put(map, "tpot_ms", request.tpotMillis());
    map.put("gaps_ms", request.gapsMillis());
    request.tokens().ifPresent(tokens -> map.put("tokens", tokens));
    map.put("intended_ns", request.intended());
    map.put("called_ns", request.called());
    map.put("t0_ns", request.start());
    request.wrote().ifPresent(wrote -> map.put("wrote_ns", wrote));
    map.put("stamps_ns", request.stamps());
    map.put("end_ns", request.end());
    map.put("error", request.error().orElse(null));
    return map;
  }

  private static void put(Map<String, Object> map, String key, OptionalDouble value) {
    value.ifPresent(number -> map.put(key, number));
  }
}
