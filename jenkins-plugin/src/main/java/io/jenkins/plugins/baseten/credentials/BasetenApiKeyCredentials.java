package io.jenkins.plugins.baseten.credentials;

import com.cloudbees.plugins.credentials.CredentialsNameProvider;
import com.cloudbees.plugins.credentials.NameWith;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import io.github.basetenci.api.InvalidRemoteUrlException;
import io.github.basetenci.api.RemoteUrl;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/**
 * An API key of Baseten, with its remote URL and its team. The type extends {@link StringCredentials}, so every
 * step that accepts a secret text accepts an API key.
 */
@NameWith(value = BasetenApiKeyCredentials.NameProvider.class, priority = 16)
public interface BasetenApiKeyCredentials extends StringCredentials {
    /** The remote URL that the key belongs to; null stands for {@code https://app.baseten.co}. */
    @CheckForNull
    String getRemoteUrl();

    /** The team that deployments go to if a job names no team, or null. */
    @CheckForNull
    String getTeam();

    /** The public part of the key, before its first dot; empty for a key without a dot. */
    @NonNull
    String getKeyPrefix();

    /** Names a credential by its description or its id, and by the prefix, the URL and the team of the key. */
    final class NameProvider extends CredentialsNameProvider<BasetenApiKeyCredentials> {
        @NonNull
        @Override
        public String getName(@NonNull BasetenApiKeyCredentials credentials) {
            String description = Util.fixEmptyAndTrim(credentials.getDescription());
            List<String> details = new ArrayList<>();
            if (!credentials.getKeyPrefix().isEmpty()) {
                details.add(Messages.name_prefix(credentials.getKeyPrefix()));
            }
            if (credentials.getTeam() != null) {
                details.add(Messages.name_team(credentials.getTeam()));
            }
            if (credentials.getRemoteUrl() != null) {
                details.add(host(credentials.getRemoteUrl()));
            }
            String name = description == null ? credentials.getId() : description;
            return details.isEmpty() ? name : name + " (" + String.join(", ", details) + ")";
        }

        private static String host(String url) {
            try {
                return RemoteUrl.parse(url).hostLabel();
            } catch (InvalidRemoteUrlException e) {
                return Messages.name_unusable_url();
            }
        }
    }
}
