package io.github.basetenci.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.github.basetenci.sandbox.Fault.Kind;
import io.github.basetenci.sandbox.Front.Passage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Handles each request: applies its fault, calls its endpoint, adds it to the log, and sends the
 * answer through the {@link Front}, in this order.
 */
final class Dispatcher implements HttpHandler {
  private static final int BYTES_OF_A_CUT_HEAD = 20;

  /**
   * The length of the shortest credential that is replaced in the log. Replacing shorter texts
   * would make the log unreadable.
   */
  private static final int SHORTEST_SECRET = 8;

  /**
   * The secret part of a key in a path. A client may delete a key by its whole text, and the log
   * must not contain the secret part.
   */
  private static final Pattern SECRET_IN_PATH =
      Pattern.compile("(/api_keys/[^/.%]*)(\\.|%2[eE])[^/]*");

  private static final Pattern JWT =
      Pattern.compile("eyJ[A-Za-z0-9_-]*\\.[A-Za-z0-9_-]*\\.[A-Za-z0-9_-]*");

  private final Router product;
  private final Router control;
  private final Faults faults;
  private final RequestLog log;
  private final Clock clock;
  private final KnownCredentials known;
  private final Object stateLock;
  private @Nullable Front front;

  Dispatcher(
      Router product,
      Router control,
      Faults faults,
      RequestLog log,
      Clock clock,
      KnownCredentials known,
      Object stateLock) {
    this.product = product;
    this.control = control;
    this.faults = faults;
    this.log = log;
    this.clock = clock;
    this.known = known;
    this.stateLock = stateLock;
  }

  void behind(Front door) {
    front = door;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Call call = read(exchange);
      if (call.rawPath().startsWith(ControlEndpoints.ROOT)) {
        send(exchange, answer(control, call), Passage.FREE);
      } else {
        serve(exchange, call);
      }
    }
  }

  private void serve(HttpExchange exchange, Call call) throws IOException {
    Instant arrival = clock.instant();
    Faults.Met met = faults.take(call.method(), call.rawPath());
    if (met == null) {
      Answer answer = answer(product, call);
      log.add(entry(call, arrival, answer.status()));
      send(exchange, answer, Passage.FREE);
    } else {
      fail(exchange, call, arrival, met);
    }
  }

  private void fail(HttpExchange exchange, Call call, Instant arrival, Faults.Met met)
      throws IOException {
    Fault fault = met.fault();
    Kind kind = fault.kind();
    boolean silent = kind == Kind.CUT_BEFORE || kind == Kind.CUT_AFTER;
    Answer answer =
        kind == Kind.STATUS || kind == Kind.CUT_BEFORE
            ? reply(fault.reply())
            : answer(product, call);
    log.add(entry(call, arrival, silent ? 0 : answer.status()));
    if (kind != Kind.DRIP) {
      delay(met);
    }
    // After a fault without an answer, handle() closes the connection, and the client sees only
    // that.
    if (!silent) {
      send(exchange, answer, passage(fault, answer));
    }
  }

  private static Passage passage(Fault fault, Answer answer) {
    return switch (fault.kind()) {
      case CUT_HEAD -> new Passage(BYTES_OF_A_CUT_HEAD, -1, 0);
      case CUT_BODY -> new Passage(-1, answer.body().length / 2, 0);
      case DRIP -> new Passage(-1, -1, fault.delay().toMillis());
      case STATUS, DELAY, CUT_BEFORE, CUT_AFTER -> Passage.FREE;
    };
  }

  private void send(HttpExchange exchange, Answer answer, Passage passage) throws IOException {
    if (front != null) {
      front.passNext(exchange.getRemoteAddress().getPort(), passage);
    }
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    int length = answer.body().length;
    exchange.sendResponseHeaders(answer.status(), length == 0 ? -1 : length);
    exchange.getResponseBody().write(answer.body());
  }

  private RequestEntry entry(Call call, Instant arrival, int status) {
    List<String> credentials = new ArrayList<>(List.of(call.credential()));
    String account;
    synchronized (stateLock) {
      credentials.addAll(known.all());
      account = known.serviceAccountOf(call.credential());
    }
    return new RequestEntry(
        arrival,
        call.method(),
        SECRET_IN_PATH.matcher(withoutSecrets(call.rawPath(), credentials)).replaceAll("$1.****"),
        status,
        new SentCredential(call.scheme(), Keys.prefix(call.credential()), account),
        withoutSecrets(call.header("User-Agent"), credentials));
  }

  /** Replaces credentials in any text of a client, because the log may be shown to others. */
  private static String withoutSecrets(String text, List<String> credentials) {
    String cleaned = JWT.matcher(text).replaceAll("****");
    for (String credential : credentials) {
      String secret = Keys.secret(credential);
      if (secret.length() >= SHORTEST_SECRET) {
        cleaned = cleaned.replace(secret, "****");
      }
    }
    return cleaned;
  }

  private static void delay(Faults.Met met) throws IOException {
    try {
      met.delay();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private Answer answer(Router router, Call call) {
    synchronized (stateLock) {
      return router.answer(call);
    }
  }

  private static Call read(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String query = exchange.getRequestURI().getRawQuery();
    return new Call(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getRawPath(),
        query == null ? "" : query,
        exchange.getRequestHeaders(),
        body,
        Map.of());
  }

  private static Answer reply(Fault.Reply reply) {
    return Answer.text(reply.status(), "application/json", reply.body()).with(reply.headers());
  }
}
