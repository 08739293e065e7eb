package io.github.basetenci.http;

import io.github.basetenci.text.Advice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Timeouts, proxies and certificates of the transport.
 *
 * @param userAgent see {@link UserAgent}
 * @param connectTimeout for one attempt to connect to one address, and the longest silence in TLS
 * @param readTimeout the longest silence of a server
 * @param maxBodyBytes the largest body accepted, in bytes
 * @param proxies which proxy serves which address
 * @param caFiles PEM files whose certificates are trusted in addition to the Java trust store
 * @param advice the end of sentences on what the user can change. It is handed in, and not found by
 *     whoever catches a failure: other sentences quote these, and journals keep them.
 */
public record HttpSettings(
    String userAgent,
    Duration connectTimeout,
    Duration readTimeout,
    int maxBodyBytes,
    Proxies proxies,
    List<Path> caFiles,
    Advice advice) {

  public HttpSettings {
    caFiles = List.copyOf(caFiles);
  }

  /**
   * Ten seconds to connect, sixty of silence, eight MiB, no proxy, the Java trust store, and facts
   * without advice.
   */
  public static HttpSettings of(String userAgent) {
    return new HttpSettings(
        userAgent,
        Duration.ofSeconds(10),
        Duration.ofSeconds(60),
        8 * 1024 * 1024,
        Proxies.NONE,
        List.of(),
        Advice.NONE);
  }

  /**
   * Takes the proxy variables, and {@code SSL_CERT_FILE} as a further CA file. Other programs read
   * that variable as a replacement of their trust store; adding to ours instead lets a file with a
   * company's authority alone work without shutting public hosts out.
   *
   * @param environment the variables of the process
   * @param directory where a relative file name starts
   */
  public HttpSettings withEnvironment(Map<String, String> environment, Path directory) {
    HttpSettings settings = withProxies(Proxies.of(environment));
    String caFile = environment.getOrDefault("SSL_CERT_FILE", "");
    return caFile.isEmpty() ? settings : settings.withCaFile(directory.resolve(caFile));
  }

  /** The same with other limits for the connection and for silence. */
  public HttpSettings withTimeouts(Duration connect, Duration read) {
    return new HttpSettings(userAgent, connect, read, maxBodyBytes, proxies, caFiles, advice);
  }

  /** The same with another limit for the size of an answer. */
  public HttpSettings withMaxBodyBytes(int bytes) {
    return new HttpSettings(
        userAgent, connectTimeout, readTimeout, bytes, proxies, caFiles, advice);
  }

  /** The same with other proxies. */
  public HttpSettings withProxies(Proxies newProxies) {
    return new HttpSettings(
        userAgent, connectTimeout, readTimeout, maxBodyBytes, newProxies, caFiles, advice);
  }

  /** Trusts the certificates of one more PEM file. */
  public HttpSettings withCaFile(Path file) {
    List<Path> files = new ArrayList<>(caFiles);
    files.add(file);
    return new HttpSettings(
        userAgent, connectTimeout, readTimeout, maxBodyBytes, proxies, files, advice);
  }

  /** The same with the words of another front end for failures. */
  public HttpSettings withAdvice(Advice newAdvice) {
    return new HttpSettings(
        userAgent, connectTimeout, readTimeout, maxBodyBytes, proxies, caFiles, newAdvice);
  }
}
