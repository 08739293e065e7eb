package io.github.basetenci.action.toolkit;

import java.io.IOException;
import java.net.URI;
import java.util.Map;

/**
 * Fetches a resource with GET. It follows no redirect, because a bearer token must go to one host
 * only.
 */
@FunctionalInterface
public interface HttpGet {
  /**
   * @throws IOException if no complete answer came; the message must not contain the value of a
   *     header
   */
  Answer get(URI uri, Map<String, String> headers) throws IOException;

  /**
   * @param status the HTTP status
   * @param body the body of the answer; empty when the answer had no body
   */
  record Answer(int status, String body) {
    /** Does not print the body, because it may hold an identity token. */
    @Override
    public String toString() {
      return "HTTP " + status + " with " + body.length() + " characters";
    }
  }
}
