package io.github.basetenci.http;

import java.time.Duration;

/** Transports for tests, whose timeouts a busy machine does not reach. */
public final class TestHttp {
  public static final String USER_AGENT = "baseten-ci/0.0.0-test (Java/17; linux)";

  private TestHttp() {}

  public static HttpSettings settings() {
    return HttpSettings.of(USER_AGENT).withTimeouts(Duration.ofHours(1), Duration.ofHours(1));
  }

  public static HttpTransport transport() {
    return new HttpTransport(settings());
  }

  /** A deadline that only a hanging test reaches. */
  public static Deadline farAway() {
    return Deadline.after(Duration.ofHours(1), System::nanoTime);
  }
}
