package io.github.basetenci.rotation;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.rotation.TargetProgress.Step;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Undoes a rotation: writes the old key to every target again, then deletes the new key. */
final class Rollback {
  private final Context context;
  private final Successor successor;
  private final NewKeyVerification verification;
  private final TargetWriter writer;

  Rollback(Context context) {
    this.context = context;
    this.successor = new Successor(context);
    this.verification = new NewKeyVerification(context);
    this.writer = new TargetWriter(context);
  }

  /**
   * Takes a rotation from any state before REVOKED to ROLLED_BACK. If jobs may still use the new
   * key, it ends at VERIFIED, and the new key lives on for as long as the drain asks. If an earlier
   * run could not go back because the old key is revoked, the record is one that goes on, not back.
   *
   * @param oldKey the old key, which is needed if a target may have the new key; else null
   */
  RotationRecord goBack(RotationRecord from, @Nullable ApiKey oldKey)
      throws RotationException,
          ApiException,
          TransportException,
          RotationIOException,
          InterruptedException {
    if (from.state() == RotationState.PLANNED) {
      successor.refuseTakenName(from);
      return context.reach(RotationState.ROLLED_BACK, from);
    }
    boolean again = from.rollingBack();
    RotationRecord record = again ? from : context.save(from.goingBack());
    if (record.isTouched()) {
      if (again && oldKey != null && isRevoked(record, oldKey)) {
        return forward(record);
      }
      record = putBack(record, oldKey);
    }
    String key = record.leavingKey();
    DrainCheck drain = new DrainCheck(context);
    DrainCheck.Result drained = new DrainCheck.Result(record, true, "");
    if (record.draining() != null) {
      drained = drain.check(record, record.draining(), key);
      record = drained.record();
      if (!drained.over()) {
        return record;
      }
      refuseUse(record);
    }
    new LeftBehind(context).beforeDeletion(record);
    successor.delete(record);
    drain.tell(drained, key);
    context.settings.newKeyStorage().clear();
    return context.reach(RotationState.ROLLED_BACK, record);
  }

  /**
   * Whether the old key is revoked. A run that was killed after the revocation has not noted it, so
   * that a later one may try to go back.
   */
  private boolean isRevoked(RotationRecord record, ApiKey oldKey)
      throws ApiException, TransportException, InterruptedException {
    String oldPrefix = record.plan().oldPrefix();
    return oldKey.prefix().equals(oldPrefix)
        && ApiKeyInfo.find(context.server.keys(context.minting), oldPrefix).isEmpty()
        && !verification.isAccepted(oldKey);
  }

  private RotationRecord forward(RotationRecord record)
      throws RotationException,
          ApiException,
          TransportException,
          RotationIOException,
          InterruptedException {
    context
        .settings
        .notes()
        .accept(
            "The old key "
                + record.plan().oldKey()
                + " is revoked and cannot come back, so the rotation goes on to its end.");
    RotationRecord on = record.goingForward(new Draining(context.settings.clock().instant(), null));
    return on.missing() == 0
        ? new Revocation(context).revoke(context.reach(RotationState.DRAINING, on))
        : context.reach(RotationState.VERIFIED, on);
  }

  private RotationRecord putBack(RotationRecord from, @Nullable ApiKey oldKey)
      throws RotationException,
          ApiException,
          TransportException,
          RotationIOException,
          InterruptedException {
    String oldPrefix = from.plan().oldPrefix();
    if (oldKey == null || !oldKey.prefix().equals(oldPrefix)) {
      throw RotationException.stopped(
          "to put the old key " + from.plan().oldKey() + " back, its text is needed", from, null);
    }
    if (!verification.isAccepted(oldKey)) {
      throw RotationException.stopped(
          "the server refuses the old key " + from.plan().oldKey() + ", so it was not put back",
          from,
          null);
    }
    RotationRecord record = writer.write(from, oldKey, from.newPrefix(), Step.PENDING);
    if (record.isTouched()) {
      throw RotationException.stopped(
          "the old key could not be put back everywhere: "
              + TargetWriter.summary(TargetWriter.problems(record)),
          record,
          null);
    }
    return context.reach(
        RotationState.VERIFIED,
        record.draining(new Draining(context.settings.clock().instant(), null)));
  }

  private void refuseUse(RotationRecord record)
      throws RotationException, RotationIOException, InterruptedException {
    for (Target target : context.settings.targets()) {
      Optional<String> prefix = target.currentPrefix();
      if (prefix.isPresent() && prefix.get().equals(record.newPrefix())) {
        throw RotationException.stopped(
            target.name() + " has the new key again, so it was not deleted", record, null);
      }
    }
  }
}
