package io.jenkins.plugins.baseten.config;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.api.RemoteUrl;
import jenkins.model.Jenkins;

/**
 * An address that the controller itself may connect to. A job, or a user who may store a credential, can name
 * any address, even one that only the controller can reach. For that reason {@link BasetenClients} accepts only
 * this type.
 */
public final class TrustedUrl {
    private final RemoteUrl url;

    private TrustedUrl(RemoteUrl url) {
        this.url = url;
    }

    /**
     * Accepts an address that anybody may have named.
     *
     * @throws UntrustedUrlException if the address is neither one of Baseten nor listed by an administrator
     */
    @NonNull
    public static TrustedUrl of(@NonNull RemoteUrl url) throws UntrustedUrlException {
        if (!BasetenConfiguration.get().isTrusted(url)) {
            throw new UntrustedUrlException(Messages.untrusted(url.toString()));
        }
        return new TrustedUrl(url);
    }

    /**
     * Accepts an address that the current user has just typed.
     *
     * @throws org.springframework.security.access.AccessDeniedException if the current user is no administrator
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

    /** The audience of identity tokens for this address, unless a trust rule names another one. */
    @NonNull
    public String audience() {
        return url.managementUrl().toString();
    }

    @NonNull
    @Override
    public String toString() {
        return url.toString();
    }
}
