package dev.zoetrope.metrics;

import static java.util.stream.Collectors.toMap;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The numbers that every answer gets, in the order in which tables show them. */
public final class Metrics {
  /** All of them; {@code docs/metrics.md} is checked against this list. */
  public static final List<Metric> STANDARD =
      List.of(
          metric(
              "time_to_first_response",
              "TTFR",
              "ms",
              "first byte of the answer, if only of its headers - request start",
              "client",
              "nothing was sent to a server; no byte came",
              Latencies::firstResponse),
          metric(
              "time_to_first_token",
              "TTFT",
              "ms",
              "first token of any kind - request start",
              "client, or engine",
              "no token came; the answer was not streamed",
              Latencies::firstToken),
          metric(
              "time_to_first_content_token",
              "first content",
              "ms",
              "first token that is not reasoning - request start",
              "client, or engine",
              "no token of the answer came; it was not streamed",
              Latencies::firstContent),
          metric(
              "image_preprocess_time",
              "image preprocess",
              "ms",
              "first image encode - request start: the engine's waiting, decoding and resizing of pictures",
              "engine",
              "no image was encoded; a server does not tell",
              Prefill::imagePreprocess),
          metric(
              "image_encode_time",
              "image encode",
              "ms",
              "sum of the engine's image encoder runs",
              "engine",
              "no image was encoded; a server does not tell it apart",
              Prefill::imageEncode),
          metric(
              "image_prompt_time",
              "per image",
              "ms",
              "(last - first of the server's reports of progress) / images: encoding one, reading it and what follows it",
              "server",
              "no picture was sent; no server reports its progress; a part of the prompt was cached",
              Prefill::perImage),
          metric(
              "prefill_time",
              "prefill",
              "ms",
              "the engine's prefill run, or the server's prompt phase",
              "engine, or server",
              "the server does not tell, or tells no time; it ended before prefill",
              Prefill::time),
          metric(
              "prefill_throughput",
              "prefill rate",
              "tok/s",
              "(input tokens - cached tokens) / prefill",
              "engine, or server",
              "there is no prefill or no count of its tokens; the whole prompt was cached",
              Prefill::throughput),
          metric(
              "decode_throughput",
              "decode",
              "tok/s",
              "(output tokens - 1) / (last token - first token)",
              "engine, or server; else client",
              "no count of tokens; fewer than two of them; a burst",
              Decode::throughput),
          metric(
              "inter_token_latency",
              "ITL",
              "ms",
              "(last token - first token) / (output tokens - 1)",
              "as decode",
              "as decode",
              Decode::interTokenLatency),
          metric(
              "inter_chunk_latency",
              "ICL",
              "ms",
              "(last delta - first delta) / (deltas - 1): a delta may hold several tokens",
              "client, or engine",
              "fewer than two pieces; a burst",
              Decode::interChunkLatency),
          metric(
              "client_decode_throughput",
              "client decode",
              "tok/s",
              "(output tokens - 1) / (last delta - first delta), by this client's stamps",
              "client",
              "no count of tokens; too few pieces for them; a burst",
              Decode::clientThroughput),
          metric(
              "request_latency",
              "E2E",
              "ms",
              "last token - request start",
              "client, or engine",
              "no token came",
              Latencies::request),
          metric(
              "input_tokens",
              "tokens in",
              "tokens",
              "all tokens of the prompt, cached and vision tokens included",
              "usage, or engine",
              "the server does not tell",
              Counts::input),
          metric(
              "vision_tokens",
              "vision tokens",
              "tokens",
              "tokens of the prompt that stand for images",
              "usage, engine, or difference of two counts",
              "the server does not tell; no picture was sent",
              Counts::vision),
          metric(
              "cached_tokens",
              "cached",
              "tokens",
              "tokens of the prompt that came out of a prefix cache",
              "usage",
              "the server does not tell",
              Counts::cached),
          metric(
              "output_tokens",
              "tokens out",
              "tokens",
              "generated tokens, the end token included",
              "usage, or engine",
              "the server does not tell",
              Counts::output),
          metric(
              "reasoning_tokens",
              "reasoning",
              "tokens",
              "generated tokens that were reasoning",
              "usage",
              "the server does not tell; the model does not reason",
              Counts::reasoning),
          metric(
              "frame_age",
              "frame age",
              "ms",
              "request start - capture of the newest frame - loading of the backends in between",
              "client",
              "no picture was sent; nobody knows when it was taken",
              Pictures::age),
          metric(
              "frame_encode_time",
              "frame encode",
              "ms",
              "making the request's pictures: layout and compression",
              "client",
              "no picture was sent",
              Pictures::encode),
          metric(
              "load_time",
              "load",
              "ms",
              "loading and warming of the backend before its first question",
              "client, or engine",
              "nothing had to load",
              Latencies::load),
          metric(
              "server_load_time",
              "server load",
              "ms",
              "what the server calls loading, inside the request",
              "server",
              "the server does not tell; there is no server",
              Latencies::serverLoad),
          metric(
              "queue_time",
              "queue",
              "ms",
              "waiting in the server before its prompt phase",
              "server",
              "the server does not tell; there is no server",
              Latencies::queue),
          metric(
              "server_rest_time",
              "server rest",
              "ms",
              "the server's time outside load, prefill and decode",
              "server",
              "the server does not tell; there is no server",
              Latencies::rest),
          metric(
              "client_queue_time",
              "client queue",
              "ms",
              "request start - hand-over: waiting for its turn on this side, in no other number",
              "client",
              "nothing made it wait",
              Sending::queue),
          metric(
              "connect_time",
              "connect",
              "ms",
              "making the connection, TLS included, inside the request",
              "client",
              "the connection was kept; there is no server",
              Sending::connect),
          metric(
              "request_send_time",
              "send",
              "ms",
              "last byte of the request sent - connection ready",
              "client",
              "there is no server; it was not sent",
              Sending::send),
          metric(
              "prefill_energy",
              "prefill energy",
              "J",
              "what the energy counters of this machine's GPUs (else CPUs) grew by in the prefill: all that they did meanwhile",
              "counter of a device",
              "no counter, or none that is quick enough; the server is elsewhere; others ran beside it",
              Joules::prefill),
          metric(
              "decode_energy",
              "decode energy",
              "J",
              "the same in the decode",
              "counter of a device",
              "as prefill energy",
              Joules::decode),
          metric(
              "energy_per_output_token",
              "energy per token",
              "J",
              "decode energy / output tokens",
              "counter of a device",
              "as prefill energy; nobody counted the tokens",
              Joules::perOutputToken),
          metric(
              "retries",
              "retries",
              "times",
              "how often it was sent before; all times are of the last",
              "client",
              "it was sent once; there is no server",
              Sending::retries));

  private Metrics() {}

  /** Every standard metric of an answer by tag, in table order. */
  public static Map<String, Reading> of(Observation observation) {
    return STANDARD.stream()
        .collect(toMap(Metric::tag, m -> known(m, observation), (a, b) -> a, LinkedHashMap::new));
  }

  private static Reading known(Metric metric, Observation o) {
    Reading reading = metric.of(o);
    return o.conditions().map(known -> under(known, metric, reading)).orElse(reading);
  }

  /** A number with its conditions, or why it is absent and how to get it where somebody knows. */
  private static Reading under(Conditions known, Metric metric, Reading reading) {
    if (reading instanceof Reading.Value value) {
      return new Reading.Value(value.value(), value.unit(), value.provenance().under(known));
    }
    return Advised.of((Reading.Absent) reading, metric.tag(), known.advice());
  }

  /** The same reason for every number, for an answer that never began. */
  public static Map<String, Reading> absent(String reason) {
    return STANDARD.stream()
        .collect(
            toMap(Metric::tag, m -> new Reading.Absent(reason), (a, b) -> a, LinkedHashMap::new));
  }

  private static Metric metric(
      String tag,
      String header,
      String unit,
      String formula,
      String source,
      String absent,
      Function<Observation, Reading> of) {
    return new Metric(tag, header, unit, formula, source, absent, of);
  }
}
