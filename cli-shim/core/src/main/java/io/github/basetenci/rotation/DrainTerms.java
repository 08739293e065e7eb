package io.github.basetenci.rotation;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.rotation.LastUse.Kind;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What a key that is to be revoked waits for.
 *
 * @param drain decides first, for example by a fixed time
 * @param quiet decides when the drain is over
 */
public record DrainTerms(Drain drain, Quiet quiet) {
  /**
   * The decision, and what was seen.
   *
   * @param draining what is known about the key now, which the next run should know too
   * @param told whether the server says when keys were last used, as far as this is known
   * @param risk if the key is revoked although it may be in use, a clause about its last use whose
   *     subject is the key; else empty
   */
  public record Decision(Drain.Verdict verdict, Draining draining, boolean told, String risk) {}

  /**
   * Decides whether the key may be revoked now.
   *
   * @param before what earlier runs knew about the key
   * @throws RotationIOException as the other exceptions, if the last use is needed and cannot be
   *     looked up. While the drain is not over, the last use is not needed
   */
  public Decision decide(String prefix, Draining before, Instant now)
      throws ApiException, TransportException, RotationIOException {
    Drain.Verdict first = drain.ask(prefix, before.since());
    if (!quiet.isRule()) {
      return new Decision(first, before, true, "");
    }
    LastUse use;
    try {
      use = quiet.uses().of(prefix);
    } catch (ApiException | TransportException | RotationIOException e) {
      if (first.over()) {
        throw e;
      }
      return waits(first.why() + ", and until " + quietTime(), before);
    }
    return decide(first, before.seen(use.at(), now), use, now);
  }

  private Decision decide(Drain.Verdict first, Draining draining, LastUse use, Instant now) {
    // A server that told a last use before knows of last uses, so this one is unknown now.
    boolean told = use.kind() != Kind.NOT_TOLD || draining.lastUse() != null;
    if (!told || use.kind() == Kind.GONE) {
      return new Decision(first, draining, told, "");
    }
    Instant seen = use.kind() == Kind.KNOWN ? draining.lastUse() : null;
    String state =
        seen != null
            ? "was " + draining.lastUsed(now)
            : "may be in use, because the server does not say when it was last used";
    String quietly = quietTime() + " (it " + state + ")" + atTheLatest(draining);
    if (!first.over()) {
      return waits(first.why() + ", and until " + quietly, draining);
    }
    if (seen != null && !now.isBefore(Draining.later(seen, quiet.time()))) {
      String why = "until now, when " + quietTime();
      return new Decision(new Drain.Verdict(true, why), draining, true, "");
    }
    if (quiet.deadline() != null && !now.isBefore(draining.after(quiet.deadline()))) {
      Drain.Verdict over = new Drain.Verdict(true, "until the deadline, which has passed");
      return new Decision(over, draining, true, state);
    }
    return waits("until " + quietly, draining);
  }

  private static Decision waits(String why, Draining draining) {
    return new Decision(new Drain.Verdict(false, why), draining, true, "");
  }

  private String quietTime() {
    return "nobody has used it for " + DrainTimes.exactly(quiet.time());
  }

  private String atTheLatest(Draining draining) {
    return quiet.deadline() == null
        ? ""
        : ", at the latest until "
            + draining.after(quiet.deadline()).truncatedTo(ChronoUnit.SECONDS);
  }
}
