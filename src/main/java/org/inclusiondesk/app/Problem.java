package org.inclusiondesk.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;

/** An error as HTTP tells it: {@code application/problem+json} (RFC 9457). */
final class Problem {
  static final String TYPE = "application/problem+json";

  private static final ObjectMapper JSON = new ObjectMapper();

  private Problem() {}

  /** The problem's JSON text. */
  static String json(int status, String detail) {
    String title = HttpStatus.getMessage(status);
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("type", "about:blank");
    problem.put("title", title);
    problem.put("status", status);
    if (!detail.isBlank() && !detail.equals(title)) {
      problem.put("detail", detail);
    }
    try {
      return JSON.writeValueAsString(problem);
    } catch (JsonProcessingException fault) {
      throw new IllegalStateException("a problem could not be written as JSON", fault);
    }
  }
}
