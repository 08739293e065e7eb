package io.github.basetenci.http;

import io.github.basetenci.http.Exchange.Step;
import io.github.basetenci.http.TransportException.Phase;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends requests. Each request has its own connection and is sent at most once; redirects are not
 * followed. Except for the Java trust store, the transport does not read or change anything that
 * the whole JVM shares, such as cookies, authenticators or kept connections.
 *
 * <p>The transport uses sockets, because {@link java.net.HttpURLConnection} repeats a GET or DELETE
 * whose connection was cut, accepts an incomplete answer as complete, drops the body of a 401
 * answer to a POST that it may not repeat, and can log in to a proxy only with settings of the
 * whole JVM.
 */
public final class HttpTransport {
  private final HttpSettings settings;
  private final Trust trust;
  private final Exchange.Resolver resolver;

  /**
   * @param settings limits, proxies and certificate authorities of all requests
   */
  public HttpTransport(HttpSettings settings) {
    this(settings, TlsLibrary.JAVA, new Exchange.SystemResolver());
  }

  HttpTransport(HttpSettings settings, Exchange.Resolver resolver) {
    this(settings, TlsLibrary.JAVA, resolver);
  }

  private HttpTransport(HttpSettings settings, TlsLibrary library, Exchange.Resolver resolver) {
    this.settings = settings;
    this.trust = new Trust(settings.caFiles(), library);
    this.resolver = resolver;
  }

  /**
   * A transport with another TLS library than Java's.
   *
   * @param settings limits, proxies and certificate authorities of all requests
   * @param library what speaks TLS
   */
  public static HttpTransport with(HttpSettings settings, TlsLibrary library) {
    return new HttpTransport(settings, library, new Exchange.SystemResolver());
  }

  /**
   * Sends the request and waits for the whole answer, whatever its status is. Several threads can
   * call this method at the same time. An interrupt ends the wait and stays set.
   *
   * @throws TransportException if there is no complete answer before the deadline
   */
  public HttpResponse send(HttpRequest request, Deadline deadline) throws TransportException {
    Proxies.Proxy proxy = settings.proxies().find(request.uri());
    TransportFailures failures = new TransportFailures(request, settings, proxy);
    if (deadline.isExpired()) {
      throw failures.outOfTime(deadline.total(), Phase.CONNECT, Step.REACH);
    }
    Exchange exchange = new Exchange(request, settings, trust, resolver, proxy);
    FutureTask<HttpResponse> task = new FutureTask<>(exchange);
    // The exchange has its own thread, because no other way limits the time of the name service or
    // of a blocked write.
    Thread worker = new Thread(task, "baseten-ci-http");
    worker.setDaemon(true);
    worker.start();
    try {
      return task.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      Step step = exchange.step();
      throw failures.outOfTime(deadline.total(), exchange.abort(), step);
    } catch (InterruptedException e) {
      Phase reached = exchange.abort();
      Thread.currentThread().interrupt();
      throw failures.interrupted(reached);
    } catch (ExecutionException e) {
      throw failures.of(e.getCause(), exchange.phase(), exchange.step());
    }
  }
}
