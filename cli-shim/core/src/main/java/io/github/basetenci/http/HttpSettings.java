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
 * @param connectTimeout the limit for one attempt to connect to one address, and for the silence of
 *     a peer while TLS is negotiated
 * @param readTimeout the longest silence of a server
 * @param maxBodyBytes the largest body accepted, in bytes
 * @param proxies which proxy serves which address
 * @param caFiles PEM files whose certificates are trusted in addition to the Java trust store
 * @param advice the end of messages about things that the user can change. The transport adds the
 *     advice itself, because other messages quote the messages of the transport, and journals store
 *     them.
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
   * The default settings: ten seconds to connect, sixty seconds of silence, answers of at most
   * eight MiB, no proxy, only the Java trust store, and messages without advice.
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
   * A copy of these settings with the proxies of the proxy variables, and with {@code
   * SSL_CERT_FILE} as an additional CA file. Other programs read {@code SSL_CERT_FILE} as a
   * replacement of their trust store. Here the file is added to the Java trust store, so public
   * hosts stay trusted even if the file contains only the authority of a company.
   *
   * @param environment the variables of the process
   * @param directory the directory against which a relative file name is resolved
   */
  public HttpSettings withEnvironment(Map<String, String> environment, Path directory) {
    HttpSettings settings = withProxies(Proxies.of(environment));
    String caFile = environment.getOrDefault("SSL_CERT_FILE", "");
    return caFile.isEmpty() ? settings : settings.withCaFile(directory.resolve(caFile));
  }

  /** A copy of these settings with other limits for connecting and for silence. */
  public HttpSettings withTimeouts(Duration connect, Duration read) {
    return new HttpSettings(userAgent, connect, read, maxBodyBytes, proxies, caFiles, advice);
  }

  /** A copy of these settings with another limit for the size of an answer. */
  public HttpSettings withMaxBodyBytes(int bytes) {
    return new HttpSettings(
        userAgent, connectTimeout, readTimeout, bytes, proxies, caFiles, advice);
  }

  /** A copy of these settings with other proxies. */
  public HttpSettings withProxies(Proxies newProxies) {
    return new HttpSettings(
        userAgent, connectTimeout, readTimeout, maxBodyBytes, newProxies, caFiles, advice);
  }

  /** A copy of these settings that also trusts the certificates of one more PEM file. */
  public HttpSettings withCaFile(Path file) {
    List<Path> files = new ArrayList<>(caFiles);
    files.add(file);
    return new HttpSettings(
        userAgent, connectTimeout, readTimeout, maxBodyBytes, proxies, files, advice);
  }

  /** A copy of these settings with the advice of another front end. */
  public HttpSettings withAdvice(Advice newAdvice) {
    return new HttpSettings(
        userAgent, connectTimeout, readTimeout, maxBodyBytes, proxies, caFiles, newAdvice);
  }
}
