package dev.zoetrope.backend;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import okhttp3.HttpUrl;

/** A request beside the question: it loads the model, or counts a prompt's tokens. */
record Counting(HttpUrl url, ObjectNode body, Map<String, Object> extras) {}
