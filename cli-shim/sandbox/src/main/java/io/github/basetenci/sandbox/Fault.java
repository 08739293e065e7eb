package io.github.basetenci.sandbox;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong with the next requests that match.
 *
 * @param method the method, or null for any
 * @param pathPrefix how the path begins
 * @param times how many requests it meets
 * @param kind what happens
 * @param delay the wait before the answer, and the wait between two bytes for {@link Kind#DRIP}
 * @param reply the answer of {@link Kind#STATUS}
 */
public record Fault(
    @Nullable String method, String pathPrefix, int times, Kind kind, Duration delay, Reply reply) {

  /** What happens to a request. */
  public enum Kind {
    /** The given answer comes, and the request has no effect. */
    STATUS,
    /** The request takes effect, and the answer comes late. */
    DELAY,
    /** The connection is closed without an answer, and the request has no effect. */
    CUT_BEFORE,
    /** The request takes effect, and the connection is closed without an answer. */
    CUT_AFTER,
    /** The request takes effect, and the connection is closed inside the answer's head. */
    CUT_HEAD,
    /** The request takes effect, and the connection is closed inside the answer's body. */
    CUT_BODY,
    /** The request takes effect, and the answer comes byte by byte. */
    DRIP
  }

  /**
   * An answer that comes instead of the effect.
   *
   * @param headers further headers
   * @param body sent as JSON unless the headers say otherwise
   */
  public record Reply(int status, Map<String, String> headers, String body) {
    private static final Reply NONE = new Reply(0, Map.of(), "");

    public Reply {
      headers = Map.copyOf(headers);
    }
  }

  /** An answer of the given status instead of the effect, once. */
  public static Fault status(String method, String pathPrefix, int status, String body) {
    Reply reply = new Reply(status, Map.of(), body);
    return new Fault(method, pathPrefix, 1, Kind.STATUS, Duration.ZERO, reply);
  }

  /** A fault of another kind, once. */
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
