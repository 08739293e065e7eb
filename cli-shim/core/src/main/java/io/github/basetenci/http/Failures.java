package io.github.basetenci.http;

import io.github.basetenci.http.Exchange.TunnelRefusedException;
import io.github.basetenci.http.Proxies.Proxy;
import io.github.basetenci.http.ResponseReader.BadAnswerException;
import io.github.basetenci.http.TransportException.Phase;
import io.github.basetenci.http.Trust.UnusableCaFileException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Puts what went wrong with one request into a sentence. */
final class Failures {
  private final HttpRequest request;
  private final HttpSettings settings;
  private final @Nullable Proxy proxy;
  private final String host;

  Failures(HttpRequest request, HttpSettings settings, @Nullable Proxy proxy) {
    this.request = request;
    this.settings = settings;
    this.proxy = proxy;
    this.host = request.uri().getHost() + ":" + Ports.of(request.uri());
  }

  TransportException outOfTime(Duration total, Phase phase) {
    return at(phase, host + " did not answer within " + seconds(total) + " in total", null);
  }

  TransportException interrupted(Phase phase) {
    return at(phase, "the request to " + host + " was interrupted", null);
  }

  TransportException of(@Nullable Throwable cause, Phase phase) {
    if (cause instanceof Error error) {
      throw error;
    }
    if (cause instanceof RuntimeException fault) {
      throw fault;
    }
    return phase == Phase.CONNECT ? beforeSending(cause) : afterSending(cause, phase);
  }

  private TransportException beforeSending(@Nullable Throwable cause) {
    String peer = proxy == null ? host : "the proxy " + proxy;
    if (cause instanceof UnusableCaFileException) {
      return before(cause.getMessage() + "; name a PEM file with the certificate", cause);
    }
    if (cause instanceof TunnelRefusedException refused) {
      return before(
          "the proxy %s opened no connection to %s (HTTP %d); %s"
              .formatted(
                  proxy,
                  host,
                  refused.status(),
                  refused.status() == 407
                      ? "put user:password@ into the proxy variable"
                      : "ask its owner to allow the host, or add the host to NO_PROXY"),
          cause);
    }
    if (cause instanceof UnknownHostException) {
      return before("cannot find " + peer + " in the DNS; check the name and the network", cause);
    }
    if (has(cause, CertificateException.class) || has(cause, CertPathBuilderException.class)) {
      return before(
          "the certificate of "
              + host
              + " is not trusted or is for another name; if your company signs its own, name its CA"
              + " file in SSL_CERT_FILE",
          cause);
    }
    if (cause instanceof SSLException) {
      return before("cannot agree on TLS with " + host + "; check the URL and the port", cause);
    }
    return before(
        "cannot connect to " + peer + ": " + reason(cause) + "; check the address and the network",
        cause);
  }

  private String reason(@Nullable Throwable cause) {
    if (cause instanceof SocketTimeoutException) {
      return "no answer within " + seconds(settings.connectTimeout());
    }
    if (!(cause instanceof ConnectException) && !(cause instanceof NoRouteToHostException)) {
      return "it hung up";
    }
    boolean refused = String.valueOf(cause.getMessage()).contains("refused");
    return refused ? "it refused the connection" : "no network leads to it";
  }

  private TransportException afterSending(@Nullable Throwable cause, Phase phase) {
    if (cause instanceof SocketTimeoutException) {
      return at(phase, host + " was silent for " + seconds(settings.readTimeout()), cause);
    }
    if (cause instanceof BadAnswerException) {
      return at(phase, host + " " + cause.getMessage(), cause);
    }
    return at(phase, host + " closed the connection before its answer was complete", cause);
  }

  private TransportException before(String sentence, @Nullable Throwable cause) {
    return new TransportException(sentence, Phase.CONNECT, cause);
  }

  private TransportException at(Phase phase, String what, @Nullable Throwable cause) {
    boolean harmless = phase == Phase.CONNECT || request.method().equals("GET");
    String next =
        harmless
            ? "; try again later"
            : "; whether the " + request.method() + " took effect is unknown";
    return new TransportException(what + next, phase, cause);
  }

  private static boolean has(@Nullable Throwable failure, Class<? extends Throwable> type) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (type.isInstance(t)) {
        return true;
      }
    }
    return false;
  }

  private static String seconds(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() + " ms";
  }
}
