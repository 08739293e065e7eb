package io.jenkins.plugins.baseten.pages;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.baseten.config.BasetenConfiguration;
import io.jenkins.plugins.baseten.credentials.KeyId;
import io.jenkins.plugins.baseten.credentials.StoredKey;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * A key as {@code api/json} lists it. It contains no key.
 *
 * @param prefix the public part of the key
 * @param rotatedHere whether a policy of this controller is for the credential
 */
@ExportedBean(defaultVisibility = 2)
@Restricted(NoExternalUse.class)
public record ListedKey(@NonNull KeyId key, @NonNull String prefix, boolean rotatedHere) {
    static ListedKey of(StoredKey stored) {
        KeyId id = stored.id();
        return new ListedKey(
                id,
                stored.credential().getKeyPrefix(),
                BasetenConfiguration.get().getRotationPolicies().stream()
                        .anyMatch(policy -> KeyId.of(policy).equals(id)));
    }

    /** The full name of the folder whose store has the credential, empty for the controller. */
    @Exported
    @NonNull
    public String getFolder() {
        return key.folder();
    }

    @Exported
    @NonNull
    public String getId() {
        return key.credentialsId();
    }

    @Exported
    @NonNull
    public String getPrefix() {
        return prefix;
    }

    @Exported
    public boolean isRotatedHere() {
        return rotatedHere;
    }
}
