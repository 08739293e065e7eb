package io.github.basetenci.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * A server on 127.0.0.1 that acts as GitHub does for identity tokens. It has the endpoint at which
 * a job requests its identity token, the discovery document, and the key set. It can be told to
 * fail, like the sandbox.
 */
public final class IssuerServer implements AutoCloseable {
  private static final String TOKEN_PATH = "/idtoken/1001/job";
  private static final String KEY_SET_PATH = "/.well-known/jwks";

  private final Object stateLock = new Object();
  private final TestIssuer issuer;
  private final String requestToken = "sbx-request-" + new Keys().word(48);
  private final List<String> given = new ArrayList<>();
  private final Faults faults = new Faults();
  private final RequestLog log = new RequestLog(null);
  private final LoopbackServer server;
  private GitHubJob job;

  private IssuerServer(TestIssuer issuer, GitHubJob job) throws IOException {
    this.issuer = issuer;
    this.job = job;
    Router router = new Router();
    router
        .on("GET", TOKEN_PATH, this::token)
        .on("GET", KEY_SET_PATH, call -> Answer.text(200, "application/json", issuer.keySet()))
        .on("GET", "/.well-known/openid-configuration", this::discovery);
    server =
        new LoopbackServer(
            0,
            new Dispatcher(
                router, new Router(), faults, log, issuer.clock(), this::secrets, stateLock),
            issuer.clock());
    server.start();
  }

  /**
   * Starts a server for the tokens of one job.
   *
   * @throws IOException if no port can be opened
   */
  public static IssuerServer start(TestIssuer issuer, GitHubJob job) throws IOException {
    return new IssuerServer(issuer, job);
  }

  /** {@code http://127.0.0.1:PORT}. */
  public URI url() {
    return server.url();
  }

  /** The value that GitHub gives a job as {@code ACTIONS_ID_TOKEN_REQUEST_URL}. */
  public String requestUrl() {
    return url() + TOKEN_PATH + "?api-version=2.0";
  }

  /** The value that GitHub gives a job as {@code ACTIONS_ID_TOKEN_REQUEST_TOKEN}. */
  public String requestToken() {
    return requestToken;
  }

  /** Issues the next tokens for another job. */
  public void setJob(GitHubJob newJob) {
    synchronized (stateLock) {
      job = newJob;
    }
  }

  /** The identity tokens issued so far, oldest first. */
  public List<String> tokens() {
    synchronized (stateLock) {
      return List.copyOf(given);
    }
  }

  /**
   * Lets the next matching requests fail. Faults are used in the order in which they were added.
   */
  public void fault(Fault fault) {
    faults.add(fault);
  }

  /** Removes the faults that are not used up, and sends every delayed answer at once. */
  public void clearFaults() {
    faults.clear();
  }

  /** The requests seen so far. */
  public List<RequestEntry> requests() {
    return log.entries();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private Answer token(Call call) throws Refusal {
    if (!call.isBearer() || !call.credential().equals(requestToken)) {
      throw Refusal.unauthorized();
    }
    String audience = call.query().getOrDefault("audience", job.ownerUrl());
    String token = issuer.token(job, audience).sign();
    given.add(token);
    return Answer.ok(Answer.object().put("value", token));
  }

  private Answer discovery(Call call) {
    ObjectNode document =
        Answer.object().put("issuer", issuer.issuer()).put("jwks_uri", url() + KEY_SET_PATH);
    document.putArray("subject_types_supported").add("public");
    document.putArray("response_types_supported").add("id_token");
    document.putArray("id_token_signing_alg_values_supported").add(issuer.algorithm().name());
    return Answer.ok(document);
  }

  private List<String> secrets() {
    List<String> secrets = new ArrayList<>(given);
    secrets.add(requestToken);
    return secrets;
  }
}
