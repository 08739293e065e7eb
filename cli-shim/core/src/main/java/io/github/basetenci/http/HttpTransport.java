package io.github.basetenci.http;

import io.github.basetenci.http.Exchange.Step;
import io.github.basetenci.http.TransportException.Phase;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends requests: one connection each, each at most once, no redirect followed. It neither reads
 * nor changes anything shared by the whole JVM, such as cookies, authenticators or kept
 * connections, except the Java trust store.
 *
 * <p>It stands on sockets, since {@link java.net.HttpURLConnection} repeats a GET or DELETE whose
 * connection was cut, takes a cut answer for a whole one, drops the body of a 401 to a POST that it
 * may not repeat, and logs in to a proxy by JVM-wide settings alone.
 */
public final class HttpTransport {
  private final HttpSettings settings;
  private final Trust trust;
  private final Exchange.Resolver resolver;

  /**
   * @param settings limits, proxies and certificate authorities of all requests
   */
  public HttpTransport(HttpSettings settings) {
    this(settings, new Exchange.SystemResolver());
  }

  HttpTransport(HttpSettings settings, Exchange.Resolver resolver) {
    this.settings = settings;
    this.trust = new Trust(settings.caFiles());
    this.resolver = resolver;
  }

  /**
   * Sends the request and waits for its whole answer, whatever its status. Safe for several threads
   * at once; an interrupt ends the wait and stays set.
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
    // A thread of its own: neither the name service nor a blocked write can be timed out otherwise.
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
