package io.github.basetenci.rotation;

import io.github.basetenci.api.ApiException;
import io.github.basetenci.api.ApiKeyInfo;
import io.github.basetenci.http.TransportException;
import io.github.basetenci.key.ApiKey;
import io.github.basetenci.key.Confidential;
import io.github.basetenci.rotation.TargetProgress.Step;
import java.util.List;
import java.util.Optional;

/**
 * Revokes the old key. This is the only step that cannot be undone, so the rotation stops here
 * whenever it is not certain that no target needs the old key.
 */
final class Revocation {
  private final Context context;
  private final NewKeyVerification verification;

  Revocation(Context context) {
    this.context = context;
    this.verification = new NewKeyVerification(context);
  }

  /** Takes a rotation from DRAINING to REVOKED. */
  RotationRecord revoke(RotationRecord record)
      throws RotationException,
          ApiException,
          TransportException,
          RotationIOException,
          InterruptedException {
    String oldPrefix = record.plan().oldPrefix();
    Optional<ApiKey> held = context.held(record);
    if (held.isEmpty() || oldPrefix.equals(record.newPrefix())) {
      throw RotationException.stopped(
          record.plan().newKeyStorage() + " does not hold the new key, so it cannot be checked",
          record,
          null);
    }
    ApiKey newKey = held.get();
    if (!verification.isAccepted(newKey)) {
      throw RotationException.stopped("the server refuses the new key", record, null);
    }
    // A revoked key cannot list the keys, so it cannot confirm its own revocation.
    Confidential as = context.minting.prefix().equals(oldPrefix) ? newKey : context.minting;
    List<ApiKeyInfo> keys = verification.listed(record, as);
    String difference = NewKeyVerification.difference(record, keys);
    if (!difference.isEmpty()) {
      throw RotationException.stopped(
          "the new key is not as asked for: " + difference, record, null);
    }
    refuseUse(record);
    if (ApiKeyInfo.find(keys, oldPrefix).isEmpty()) {
      context
          .settings
          .notes()
          .accept("The old key " + record.plan().oldKey() + " was already gone.");
    } else {
      new LeftBehind(context).beforeRevocation(record);
      if (!context.revocation(as).revoke(oldPrefix)) {
        throw RotationException.stopped(
            "the server still lists the old key that was revoked", record, null);
      }
    }
    return context.reach(RotationState.REVOKED, record);
  }

  /**
   * Stops if a target has the old key again, because somebody may have put it back. The next run
   * writes that target again.
   */
  private void refuseUse(RotationRecord draining)
      throws RotationException, RotationIOException, InterruptedException {
    RotationRecord record = draining;
    for (Target target : context.settings.targets()) {
      Optional<String> prefix = target.currentPrefix();
      if (prefix.isPresent() && prefix.get().equals(record.plan().oldPrefix())) {
        record = record.withTarget(target.name(), new TargetProgress(Step.ATTEMPTED, ""));
        context.reach(RotationState.VERIFIED, record.draining(null));
        throw RotationException.stopped(
            target.name()
                + " has the old key again, so it was not revoked; the next run replaces it",
            record.at(RotationState.VERIFIED, context.settings.clock().instant()),
            null);
      }
      if (prefix.isPresent() && !prefix.get().equals(record.newPrefix())) {
        context
            .settings
            .notes()
            .accept(target.name() + " has neither the old nor the new key; it was left alone.");
      }
    }
  }
}
