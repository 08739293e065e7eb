package io.jenkins.plugins.baseten.config;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.api.RemoteUrl;
import jenkins.model.Jenkins;

/**
 * An address that the controller itself may connect to. A job, or whoever may store a credential, can
 * name any address, also one that only the controller reaches; so {@link BasetenClients} takes no other
 * type than this one.
 */
public final class TrustedUrl {
    private final RemoteUrl url;

    private TrustedUrl(RemoteUrl url) {
        this.url = url;
    }

    /**
     * The address, whoever named it.
     *
     * @throws UntrustedUrlException if it is neither one of Baseten nor listed by an administrator
     */
    @NonNull
    public static TrustedUrl of(@NonNull RemoteUrl url) throws UntrustedUrlException {
        if (!BasetenConfiguration.get().isTrusted(url)) {
            throw new UntrustedUrlException(Messages.untrusted(url.toString()));
        }
        return new TrustedUrl(url);
    }

    /**
     * The address, which the caller himself has just named.
     *
     * @throws org.springframework.security.access.AccessDeniedException if he is no administrator
     */
    @NonNull
    public static TrustedUrl ofAdministrator(@NonNull RemoteUrl url) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return new TrustedUrl(url);
    }

    @NonNull
    RemoteUrl url() {
        return url;
    }

    @NonNull
    @Override
    public String toString() {
        return url.toString();
    }
}
