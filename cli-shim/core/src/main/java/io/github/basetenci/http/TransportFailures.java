package io.github.basetenci.http;

import io.github.basetenci.http.Exchange.Step;
import io.github.basetenci.http.Exchange.TunnelRefusedException;
import io.github.basetenci.http.Proxies.Proxy;
import io.github.basetenci.http.ResponseReader.BadAnswerException;
import io.github.basetenci.http.ResponseReader.OtherProtocolException;
import io.github.basetenci.http.TransportException.Phase;
import io.github.basetenci.http.Trust.UnusableCaFileException;
import io.github.basetenci.text.Situation;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Describes the failure of one request in one sentence. */
final class TransportFailures {
  private final HttpRequest request;
  private final HttpSettings settings;
  private final @Nullable Proxy proxy;
  private final String host;

  TransportFailures(HttpRequest request, HttpSettings settings, @Nullable Proxy proxy) {
    this.request = request;
    this.settings = settings;
    this.proxy = proxy;
    this.host = request.uri().getHost() + ":" + Ports.of(request.uri());
  }

  TransportException outOfTime(Duration total, Phase phase, Step step) {
    return at(phase, peer(step) + " did not answer within " + seconds(total) + " in total", null);
  }

  TransportException interrupted(Phase phase) {
    return at(phase, "the request to " + host + " was interrupted", null);
  }

  TransportException of(@Nullable Throwable cause, Phase phase, Step step) {
    if (cause instanceof Error error) {
      throw error;
    }
    if (cause instanceof RuntimeException fault) {
      throw fault;
    }
    if (cause instanceof UnusableCaFileException) {
      return before(String.valueOf(cause.getMessage()), Situation.CA_FILE_UNUSABLE, cause);
    }
    if (cause instanceof TunnelRefusedException refused) {
      return refused(refused);
    }
    if (cause instanceof OtherProtocolException other) {
      return before(otherProtocol(other, step), cause);
    }
    return phase == Phase.CONNECT ? beforeSending(cause, step) : afterSending(cause, phase);
  }

  /** The peer that had to act next: the proxy or the server. */
  private String peer(Step step) {
    boolean talksToServer = proxy == null || step == Step.TLS || (step == Step.TALK && secure());
    return talksToServer ? host : "the proxy " + proxy;
  }

  private boolean secure() {
    return Ports.isSecure(request.uri());
  }

  private TransportException refused(TunnelRefusedException refused) {
    String fact =
        "the proxy %s opened no connection to %s (HTTP %d)"
            .formatted(proxy, host, refused.status());
    return switch (refused.status()) {
      case TunnelRefusedException.LOGIN -> login(fact, refused);
      case 400, 404, 405, 501 ->
          before(
              fact
                  + "; check that it is an HTTP proxy, and whether its address begins with http://"
                  + " or https://",
              refused);
      case 500, 502, 503, 504 ->
          before(
              fact
                  + "; it cannot reach the host, so check the host's name, or ask the owner of the"
                  + " proxy",
              refused);
      default -> before(fact, Situation.PROXY_REFUSES, refused);
    };
  }

  private TransportException login(String fact, TunnelRefusedException refused) {
    if (!refused.takesPassword()) {
      return before(
          fact
              + "; it asks for another login than a user and a password, which is all that can be"
              + " given",
          Situation.PROXY_LOGIN_UNKNOWN,
          refused);
    }
    boolean given = proxy != null && proxy.authorization() != null;
    return before(
        fact, given ? Situation.PROXY_LOGIN_REFUSED : Situation.PROXY_LOGIN_MISSING, refused);
  }

  /**
   * The failure of a request that the peer did not understand. Such a peer has not acted on the
   * request.
   */
  private String otherProtocol(OtherProtocolException other, Step step) {
    String peer = peer(step);
    if (other.isTls()) {
      return peer + " speaks TLS; write https:// at the beginning of its address";
    }
    return peer.equals(host)
        ? peer + " " + other.getMessage() + " and not HTTP; check the address and the port"
        : peer + " is a SOCKS proxy, and only HTTP proxies can be used; name one of those";
  }

  private TransportException beforeSending(@Nullable Throwable cause, Step step) {
    String peer = peer(step);
    if (cause instanceof UnknownHostException) {
      return before("cannot find " + peer + " in the DNS; check the name and the network", cause);
    }
    if (has(cause, CertificateException.class) || has(cause, CertPathBuilderException.class)) {
      return before(
          "the certificate of " + peer + through(step) + " is not trusted or is for another name",
          Situation.CERTIFICATE_NOT_TRUSTED,
          cause);
    }
    if (step == Step.PROXY_TLS || step == Step.TLS) {
      return before(tls(cause, step), cause);
    }
    if (step == Step.TUNNEL) {
      return before(
          "cannot connect to "
              + peer
              + ": "
              + (cause instanceof BadAnswerException ? "it " + cause.getMessage() : reason(cause))
              + "; check that it is an HTTP proxy, and whether its address begins with http:// or"
              + " https://",
          cause);
    }
    return before(
        "cannot connect to " + peer + ": " + reason(cause) + "; check the address and the network",
        cause);
  }

  private String tls(@Nullable Throwable cause, Step step) {
    String why = isPlain(cause) ? ": it answers without TLS" : hangUp(cause);
    String next =
        step == Step.PROXY_TLS
            ? "write http:// at the beginning of its address unless it speaks TLS itself"
            : proxy == null
                ? "check the URL and the port"
                : "check the URL and the port, and that the proxy leads there";
    return "cannot agree on TLS with " + peer(step) + through(step) + why + "; " + next;
  }

  private String hangUp(@Nullable Throwable cause) {
    if (cause instanceof SocketTimeoutException) {
      return ": no answer within " + seconds(settings.connectTimeout());
    }
    boolean ended = has(cause, EOFException.class) || has(cause, SocketException.class);
    return ended ? ": it hung up" : "";
  }

  /**
   * Whether the peer does not speak TLS. Neither Java's TLS nor Conscrypt has an exception type for
   * this, so the message is compared.
   */
  private static boolean isPlain(@Nullable Throwable cause) {
    String message = cause instanceof SSLException ? String.valueOf(cause.getMessage()) : "";
    return message.contains("nrecognized SSL message")
        || message.contains("Unable to parse TLS packet header");
  }

  private String through(Step step) {
    return proxy == null || step != Step.TLS ? "" : " (through the proxy " + proxy + ")";
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
    String peer = peer(Step.TALK);
    if (cause instanceof SocketTimeoutException) {
      return at(phase, peer + " was silent for " + seconds(settings.readTimeout()), cause);
    }
    if (cause instanceof BadAnswerException) {
      return at(phase, peer + " " + cause.getMessage(), cause);
    }
    return at(phase, peer + " closed the connection before its answer was complete", cause);
  }

  private TransportException before(String sentence, @Nullable Throwable cause) {
    return new TransportException(sentence, Phase.CONNECT, cause);
  }

  private TransportException before(String fact, Situation situation, @Nullable Throwable cause) {
    String sentence = fact + settings.advice().on(situation, "");
    return new TransportException(sentence, Phase.CONNECT, situation, cause);
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
