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
              Latencies::firstResponse),
          metric(
              "time_to_first_token",
              "TTFT",
              "ms",
              "first token of any kind - request start",
              Latencies::firstToken),
          metric(
              "time_to_first_content_token",
              "first content",
              "ms",
              "first token that is not reasoning - request start",
              Latencies::firstContent),
          metric(
              "image_preprocess_time",
              "image preprocess",
              "ms",
              "first image encode - request start: the engine's waiting, decoding and resizing of pictures",
              Prefill::imagePreprocess),
          metric(
              "image_encode_time",
              "image encode",
              "ms",
              "sum of the engine's image encoder runs",
              Prefill::imageEncode),
          metric(
              "image_prompt_time",
              "per image",
              "ms",
              "(last - first of the server's reports of progress) / images: encoding one, reading it and what follows it",
              Prefill::perImage),
          metric(
              "prefill_time",
              "prefill",
              "ms",
              "the engine's prefill run, or the server's prompt phase",
              Prefill::time),
          metric(
              "prefill_throughput",
              "prefill rate",
              "tok/s",
              "(input tokens - cached tokens) / prefill",
              Prefill::throughput),
          metric(
              "decode_throughput",
              "decode",
              "tok/s",
              "(output tokens - 1) / (last token - first token)",
              Decode::throughput),
          metric(
              "inter_token_latency",
              "ITL",
              "ms",
              "(last token - first token) / (output tokens - 1)",
              Decode::interTokenLatency),
          metric(
              "inter_chunk_latency",
              "ICL",
              "ms",
              "(last delta - first delta) / (deltas - 1): a delta may hold several tokens",
              Decode::interChunkLatency),
          metric(
              "client_decode_throughput",
              "client decode",
              "tok/s",
              "(output tokens - 1) / (last delta - first delta), by this client's stamps",
              Decode::clientThroughput),
          metric("request_latency", "E2E", "ms", "last token - request start", Latencies::request),
          metric(
              "input_tokens",
              "tokens in",
              "tokens",
              "all tokens of the prompt, cached and vision tokens included",
              Counts::input),
          metric(
              "vision_tokens",
              "vision tokens",
              "tokens",
              "tokens of the prompt that stand for images",
              Counts::vision),
          metric(
              "cached_tokens",
              "cached",
              "tokens",
              "tokens of the prompt that came out of a prefix cache",
              Counts::cached),
          metric(
              "output_tokens",
              "tokens out",
              "tokens",
              "generated tokens, the end token included",
              Counts::output),
          metric(
              "reasoning_tokens",
              "reasoning",
              "tokens",
              "generated tokens that were reasoning",
              Counts::reasoning),
          metric(
              "frame_age",
              "frame age",
              "ms",
              "request start - capture of the newest frame - loading of the backends in between",
              Pictures::age),
          metric(
              "frame_encode_time",
              "frame encode",
              "ms",
              "making the request's pictures: layout and compression",
              Pictures::encode),
          metric(
              "load_time",
              "load",
              "ms",
              "loading and warming of the backend before its first question",
              Latencies::load),
          metric(
              "server_load_time",
              "server load",
              "ms",
              "what the server calls loading, inside the request",
              Latencies::serverLoad),
          metric(
              "queue_time",
              "queue",
              "ms",
              "waiting in the server before its prompt phase",
              Latencies::queue),
          metric(
              "server_rest_time",
              "server rest",
              "ms",
              "the server's time outside load, prefill and decode",
              Latencies::rest),
          metric(
              "client_queue_time",
              "client queue",
              "ms",
              "request start - hand-over: waiting for its turn on this side, in no other number",
              Sending::queue),
          metric(
              "connect_time",
              "connect",
              "ms",
              "making the connection, TLS included, inside the request",
              Sending::connect),
          metric(
              "request_send_time",
              "send",
              "ms",
              "last byte of the request sent - connection ready",
              Sending::send),
          metric(
              "retries",
              "retries",
              "times",
              "how often it was sent before; all times are of the last",
              Sending::retries));

  private Metrics() {}

  /** Every standard metric of an answer by tag, in table order. */
  public static Map<String, Reading> of(Observation observation) {
    return STANDARD.stream()
        .collect(toMap(Metric::tag, m -> advised(m, observation), (a, b) -> a, LinkedHashMap::new));
  }

  /** Why a number is absent, and how to get it where somebody knows. */
  private static Reading advised(Metric metric, Observation o) {
    Reading reading = metric.of(o);
    return reading instanceof Reading.Absent absent
        ? o.conditions()
            .map(known -> known.advice().get(metric.tag()))
            .filter(advice -> absent.reason().equals(Stamped.UNTOLD))
            .<Reading>map(Reading.Absent::new)
            .orElse(reading)
        : reading;
  }

  /** The same reason for every number, for an answer that never began. */
  public static Map<String, Reading> absent(String reason) {
    return STANDARD.stream()
        .collect(
            toMap(Metric::tag, m -> new Reading.Absent(reason), (a, b) -> a, LinkedHashMap::new));
  }

  private static Metric metric(
      String tag, String header, String unit, String formula, Function<Observation, Reading> of) {
    return new Metric(tag, header, unit, formula, of);
  }
}
