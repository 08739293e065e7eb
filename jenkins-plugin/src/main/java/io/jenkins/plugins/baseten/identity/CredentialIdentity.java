package io.jenkins.plugins.baseten.identity;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.IdCredentials;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.domains.URIRequirementBuilder;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.github.basetenci.api.RemoteUrl;
import io.github.basetenci.http.Deadline;
import io.github.basetenci.identity.GivenIdentity;
import io.github.basetenci.identity.IdentityException;
import io.github.basetenci.identity.IdentitySource;
import io.github.basetenci.identity.IdentityToken;
import io.jenkins.plugins.baseten.credentials.BasetenApiKeyCredentials;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/**
 * The identity token in a credential of the build. The credential is looked up for each exchange, because a
 * credential that knows the build makes a new token for each look-up.
 *
 * @param name the source, for messages
 * @param credentialsId the id of the credential
 */
record CredentialIdentity(
        @NonNull String name,
        @NonNull String credentialsId,
        @NonNull TokenRequest request) implements IdentitySource {
    @Override
    public IdentityToken token(String audience, Deadline deadline) throws IdentityException {
        if (CredentialTokenSource.isParameter(credentialsId)) {
            throw IdentityException.usage(
                    Messages.token_credential_by_parameter(request.credential().getId()));
        }
        String url = Objects.requireNonNullElse(request.credential().getRemoteUrl(), RemoteUrl.DEFAULT.toString());
        IdCredentials found = CredentialsProvider.findCredentialById(
                credentialsId,
                IdCredentials.class,
                request.run(),
                URIRequirementBuilder.fromUri(url).build());
        if (found == null) {
            throw IdentityException.usage(
                    Messages.token_credential_not_found(request.credential().getId(), credentialsId));
        }
        String text;
        try {
            text = text(found);
        } catch (IOException e) {
            throw IdentityException.unavailable(Messages.token_credential_unreadable(credentialsId), e);
        }
        IdentityToken token = new GivenIdentity(name, text.strip()).token(audience, deadline);
        // A credential whose text is refused was not used. Jenkins records each use on its disk, so one is enough.
        if (found instanceof StandardCredentials used && BuildTokens.isFirstUse(request.run(), credentialsId)) {
            CredentialsProvider.track(request.run(), used);
        }
        return token;
    }

    private String text(IdCredentials found) throws IOException, IdentityException {
        if (found instanceof StringCredentials secret && !(found instanceof BasetenApiKeyCredentials)) {
            return secret.getSecret().getPlainText();
        }
        if (found instanceof FileCredentials file) {
            try (InputStream in = file.getContent()) {
                return new String(in.readNBytes(IdentityToken.MAX_LENGTH + 2), StandardCharsets.ISO_8859_1);
            }
        }
        throw IdentityException.usage(Messages.token_credential_type(
                credentialsId, found.getDescriptor().getDisplayName()));
    }

    /** The name alone. */
    @Override
    public String toString() {
        return "CredentialIdentity[" + name + "]";
    }
}
