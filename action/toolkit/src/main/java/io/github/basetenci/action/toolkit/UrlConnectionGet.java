package io.github.basetenci.action.toolkit;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Implements {@link HttpGet} with the base module of the JDK only. */
public final class UrlConnectionGet implements HttpGet {
  private static final int MAX_BODY = 1024 * 1024;

  private final Function<URI, Proxy> proxies;
  private final Duration timeout;

  /**
   * @param proxies gives the proxy for a request
   * @param timeout the limit for connecting, and also for each wait for data
   */
  public UrlConnectionGet(Function<URI, Proxy> proxies, Duration timeout) {
    this.proxies = proxies;
    this.timeout = timeout;
  }

  @Override
  public Answer get(URI uri, Map<String, String> headers) throws IOException {
    if (!(uri.toURL().openConnection(proxies.apply(uri)) instanceof HttpURLConnection http)) {
      throw new IOException(uri.getScheme() + " is not HTTP");
    }
    int millis = Math.toIntExact(timeout.toMillis());
    http.setConnectTimeout(millis);
    http.setReadTimeout(millis);
    http.setInstanceFollowRedirects(false);
    http.setUseCaches(false);
    headers.forEach(http::setRequestProperty);
    try {
      int status = http.getResponseCode();
      return new Answer(
          status, read(status >= 400 ? http.getErrorStream() : http.getInputStream()));
    } finally {
      http.disconnect();
    }
  }

  private static String read(@Nullable InputStream body) throws IOException {
    if (body == null) {
      return "";
    }
    try (body) {
      return new String(body.readNBytes(MAX_BODY), StandardCharsets.UTF_8);
    }
  }
}
