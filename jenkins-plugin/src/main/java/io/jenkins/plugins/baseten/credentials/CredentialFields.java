package io.jenkins.plugins.baseten.credentials;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import hudson.model.Item;
import hudson.model.User;
import hudson.security.AccessControlled;
import io.github.basetenci.api.InvalidRemoteUrlException;
import io.github.basetenci.api.RemoteUrl;
import jenkins.model.Jenkins;

/** What the fields of both credential types have in common. */
public final class CredentialFields {
    private CredentialFields() {}

    /**
     * The URL of a credential, without blanks around it; null for no URL. Whether the URL is trusted is checked when
     * the credential is used: Jenkins may load the list of trusted URLs after the credential.
     *
     * @param id the id of the credential, for the message
     * @throws IllegalArgumentException if nothing could ever be sent to that address
     */
    @CheckForNull
    public static String remoteUrl(@CheckForNull String text, @NonNull String id) {
        String url = Util.fixEmptyAndTrim(text);
        if (url == null) {
            return null;
        }
        try {
            RemoteUrl.parse(url, Messages.remote_url_of(id));
        } catch (InvalidRemoteUrlException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        return url;
    }

    /**
     * Whether the current user may create or change credentials.
     *
     * @param item the folder or job whose store it is, or null
     * @param user the user whose store it is, or null; without both it is the store of the controller
     */
    public static boolean mayChange(@CheckForNull Item item, @CheckForNull User user) {
        AccessControlled owner = item != null ? item : user != null ? user : Jenkins.get();
        return owner.hasPermission(CredentialsProvider.CREATE) || owner.hasPermission(CredentialsProvider.UPDATE);
    }
}
