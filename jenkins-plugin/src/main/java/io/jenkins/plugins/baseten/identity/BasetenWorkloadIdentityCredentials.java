package io.jenkins.plugins.baseten.identity;

import com.cloudbees.plugins.credentials.CredentialsNameProvider;
import com.cloudbees.plugins.credentials.NameWith;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import java.util.ArrayList;
import java.util.List;

/**
 * A trust rule of Baseten, and the source of the identity token that the rule accepts. It contains no secret.
 * Steps of other plugins cannot use it as a secret text, because they would keep a token that expires.
 */
@NameWith(value = BasetenWorkloadIdentityCredentials.NameProvider.class, priority = 16)
public interface BasetenWorkloadIdentityCredentials extends StandardCredentials {
    /** The id of the trust rule. */
    @NonNull
    String getTrustRule();

    /** The recipient of the identity token; null stands for the management URL of the remote. */
    @CheckForNull
    String getAudience();

    /** The wanted lifetime of access tokens in seconds; 0 stands for the longest lifetime that the rule allows. */
    int getTokenLifetime();

    /** The remote URL that the rule belongs to; null stands for {@code https://app.baseten.co}. */
    @CheckForNull
    String getRemoteUrl();

    /** The team that deployments go to if a job names no team, or null. */
    @CheckForNull
    String getTeam();

    /** Where the identity token of a build comes from, or null if the credential was stored without a source. */
    @CheckForNull
    IdentityTokenSource getSource();

    /** Names a credential by its description or its id, and by its rule, its source and its team. */
    final class NameProvider extends CredentialsNameProvider<BasetenWorkloadIdentityCredentials> {
        @NonNull
        @Override
        public String getName(@NonNull BasetenWorkloadIdentityCredentials credentials) {
            List<String> details = new ArrayList<>();
            details.add(Messages.name_rule(credentials.getTrustRule()));
            IdentityTokenSource source = credentials.getSource();
            if (source != null) {
                details.add(source.summary());
            }
            if (credentials.getTeam() != null) {
                details.add(Messages.name_team(credentials.getTeam()));
            }
            String description = Util.fixEmptyAndTrim(credentials.getDescription());
            return (description == null ? credentials.getId() : description) + " (" + String.join(", ", details) + ")";
        }
    }
}
