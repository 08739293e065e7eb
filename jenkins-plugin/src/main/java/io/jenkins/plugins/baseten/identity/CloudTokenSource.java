package io.jenkins.plugins.baseten.identity;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Descriptor;
import hudson.util.ListBoxModel;
import io.github.basetenci.http.Deadline;
import io.github.basetenci.identity.IdentityException;
import io.github.basetenci.identity.IdentitySource;
import io.github.basetenci.identity.IdentityToken;
import io.github.basetenci.json.Json;
import io.github.basetenci.json.JsonValue.JsonArray;
import io.github.basetenci.json.JsonValue.JsonObject;
import io.github.basetenci.json.JsonValue.JsonString;
import io.github.basetenci.text.Neutralizer;
import io.jenkins.plugins.baseten.agent.AgentToken;
import io.jenkins.plugins.baseten.agent.AskAwsCommand;
import io.jenkins.plugins.baseten.agent.AskCloud;
import java.io.Serial;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import jenkins.security.MasterToSlaveCallable;
import org.jenkinsci.Symbol;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.verb.POST;

/** The cloud that the agent runs in. The plugin fixes the call, so that no text of a user becomes a command. */
public final class CloudTokenSource extends IdentityTokenSource {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final String AWS = "aws";
    private static final String GCP = "gcp";
    private static final String AZURE = "azure";
    private static final Set<String> CLOUDS = Set.of(AWS, GCP, AZURE);

    @CheckForNull
    private final String cloud;

    /**
     * @param cloud {@code aws}, {@code gcp} or {@code azure}
     * @throws IllegalArgumentException for any other text
     */
    @DataBoundConstructor
    public CloudTokenSource(@CheckForNull String cloud) {
        this.cloud = Util.fixNull(cloud).trim().toLowerCase(Locale.ROOT);
        if (!CLOUDS.contains(this.cloud)) {
            throw new IllegalArgumentException(Messages.cloud_unknown(Neutralizer.line(this.cloud)));
        }
    }

    /** {@code aws}, {@code gcp} or {@code azure}. */
    @NonNull
    public String getCloud() {
        return Objects.requireNonNullElse(cloud, "");
    }

    @NonNull
    @Override
    String summary() {
        return switch (getCloud()) {
            case AWS -> Messages.summary_aws();
            case GCP -> Messages.summary_gcp();
            case AZURE -> Messages.summary_azure();
            default -> Messages.summary_cloud(Neutralizer.line(getCloud()));
        };
    }

    @NonNull
    @Override
    IdentitySource of(@NonNull TokenRequest request) {
        return CLOUDS.contains(getCloud())
                ? new AgentCall(summary(), request, this::call)
                : new UnknownCloud(summary(), request.credential().getId(), getCloud());
    }

    /** A cloud of another version of the plugin, or of a file that was written by hand: Jenkins does not check those. */
    private record UnknownCloud(
            @NonNull String name,
            @NonNull String credentialsId,
            @NonNull String cloud) implements IdentitySource {
        @Override
        public IdentityToken token(String audience, Deadline deadline) throws IdentityException {
            throw IdentityException.usage(Messages.cloud_stored(credentialsId, Neutralizer.line(cloud)));
        }
    }

    private MasterToSlaveCallable<AgentToken, RuntimeException> call(String audience) {
        return switch (getCloud()) {
            case AWS -> new AskAwsCommand(audience, parameters(audience));
            case GCP -> AskCloud.gcp(audience);
            case AZURE -> AskCloud.azure(audience);
            default -> throw new IllegalStateException(Messages.cloud_unknown(Neutralizer.line(getCloud())));
        };
    }

    private static String parameters(String audience) {
        return Json.compact(JsonObject.EMPTY
                .with("Audience", new JsonArray(List.of(new JsonString(audience))))
                .with("SigningAlgorithm", "RS256"));
    }

    /** The form of the source. */
    @Extension(ordinal = 100)
    @Symbol("agentCloud")
    public static final class DescriptorImpl extends Descriptor<IdentityTokenSource> {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.source_cloud();
        }

        /** The choices of the form. They are public, because they tell nothing about the controller. */
        @POST
        @Restricted(NoExternalUse.class)
        public ListBoxModel doFillCloudItems() {
            ListBoxModel items = new ListBoxModel();
            items.add(Messages.cloud_aws(), AWS);
            items.add(Messages.cloud_gcp(), GCP);
            items.add(Messages.cloud_azure(), AZURE);
            return items;
        }
    }
}
