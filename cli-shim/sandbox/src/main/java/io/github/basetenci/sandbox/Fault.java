package io.github.basetenci.sandbox;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A failure of the next requests that match.
 *
 * @param method the method, or null for any method
 * @param pathPrefix the beginning of the path
 * @param times the number of requests that fail
 * @param kind what happens to these requests
 * @param delay the wait before the answer, and the wait between two bytes for {@link Kind#DRIP}
 * @param reply the answer of {@link Kind#STATUS}
 */
public record Fault(
    @Nullable String method, String pathPrefix, int times, Kind kind, Duration delay, Reply reply) {

  /** What happens to a request. */
  public enum Kind {
    /** The client gets the given answer, and the request has no effect. */
    STATUS,
    /** The request takes effect, and the answer is delayed. */
    DELAY,
    /** The connection is closed without an answer, and the request has no effect. */
    CUT_BEFORE,
    /** The request takes effect, and the connection is closed without an answer. */
    CUT_AFTER,
    /** The request takes effect, and the connection is closed inside the answer's head. */
    CUT_HEAD,
    /** The request takes effect, and the connection is closed inside the answer's body. */
    CUT_BODY,
    /** The request takes effect, and the answer is sent byte by byte. */
    DRIP
  }

  /**
   * An answer that the client gets instead of the effect.
   *
   * @param headers additional headers
   * @param body sent as JSON unless the headers say otherwise
   */
  public record Reply(int status, Map<String, String> headers, String body) {
    private static final Reply NONE = new Reply(0, Map.of(), "");

    public Reply {
      headers = Map.copyOf(headers);
    }
  }

  /** A fault that answers one request with the given status instead of the effect. */
  public static Fault status(String method, String pathPrefix, int status, String body) {
    Reply reply = new Reply(status, Map.of(), body);
    return new Fault(method, pathPrefix, 1, Kind.STATUS, Duration.ZERO, reply);
  }

  /** A fault of another kind for one request. */
  public static Fault of(Kind kind, String method, String pathPrefix) {
    return new Fault(method, pathPrefix, 1, kind, Duration.ZERO, Reply.NONE);
  }

  public Fault times(int count) {
    return new Fault(method, pathPrefix, count, kind, delay, reply);
  }

  public Fault delay(Duration wait) {
    return new Fault(method, pathPrefix, times, kind, wait, reply);
  }

  public Fault headers(Map<String, String> fields) {
    Reply more = new Reply(reply.status(), fields, reply.body());
    return new Fault(method, pathPrefix, times, kind, delay, more);
  }

  /** The status of the answer of {@link Kind#STATUS}. */
  public int status() {
    return reply.status();
  }

  boolean matches(String requestMethod, String path) {
    return (method == null || method.equals(requestMethod)) && path.startsWith(pathPrefix);
  }
}
