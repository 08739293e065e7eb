package io.github.basetenci.rotation;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.http.TransportException;

/** Asks whether the key that leaves may be revoked, and keeps what was seen of its last use. */
final class DrainCheck {
  private final Context context;

  DrainCheck(Context context) {
    this.context = context;
  }

  /**
   * The answer for a rotation.
   *
   * @param record the record, with the latest time at which the key was used
   * @param over whether the key may be revoked now
   * @param risk as in {@link DrainTerms.Decision}
   */
  record Result(RotationRecord record, boolean over, String risk) {}

  /**
   * Asks, and tells the user if the server does not say when keys were last used.
   *
   * @param key the key that leaves, in the form that messages show
   */
  Result check(RotationRecord record, Draining draining, String key)
      throws ApiException, TransportException, RotationIOException {
    DrainTerms.Decision decision =
        context
            .settings
            .drain()
            .decide(record.leavingPrefix(), draining, context.settings.clock().instant());
    if (!decision.told()) {
      context
          .settings
          .notes()
          .accept(
              "The server does not say when keys were last used, so the overlap alone decides when"
                  + " the "
                  + key
                  + " is revoked.");
    }
    RotationRecord now =
        decision.draining().equals(draining)
            ? record
            : context.save(record.draining(decision.draining()));
    return new Result(now, decision.verdict().over(), decision.risk());
  }

  /** Tells the user that a key was revoked although it may be in use, if that is so. */
  void tell(Result result, String key) {
    if (!result.risk().isEmpty()) {
      context
          .settings
          .notes()
          .accept(
              "The %s %s; it is revoked at the deadline, and whoever still uses it gets HTTP 401 from now on."
                  .formatted(key, result.risk()));
    }
  }
}
