package io.github.basetenci.action.toolkit;

import java.io.IOException;
import java.net.URI;
import java.util.Map;

/** Fetches a resource by GET. Redirects are not followed: a bearer token goes to one host. */
@FunctionalInterface
public interface HttpGet {
  /**
   * @throws IOException if no complete answer came; what it says must not hold a header's value
   */
  Answer get(URI uri, Map<String, String> headers) throws IOException;

  /**
   * @param status of HTTP
   * @param body empty when there was none
   */
  record Answer(int status, String body) {}
}
