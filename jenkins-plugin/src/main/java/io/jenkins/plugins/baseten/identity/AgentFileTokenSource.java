package io.jenkins.plugins.baseten.identity;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.github.basetenci.identity.IdentitySource;
import io.github.basetenci.text.Neutralizer;
import io.jenkins.plugins.baseten.agent.ReadTokenFile;
import java.io.Serial;
import java.util.Objects;
import org.jenkinsci.Symbol;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A file on the agent, such as a pod has for its service account. */
public final class AgentFileTokenSource extends IdentityTokenSource {
    @Serial
    private static final long serialVersionUID = 1L;

    @CheckForNull
    private final String path;

    /** @param path the absolute path of the file on the agent */
    @DataBoundConstructor
    public AgentFileTokenSource(@CheckForNull String path) {
        this.path = Util.fixEmptyAndTrim(path);
        refuse(problemWith(this.path));
    }

    /** The absolute path of the file on the agent. */
    @NonNull
    public String getPath() {
        return Objects.requireNonNullElse(path, "");
    }

    /** The agent may have another operating system than the controller, so only the agent knows its paths. */
    private static String problemWith(@CheckForNull String path) {
        if (path == null) {
            return Messages.path_missing();
        }
        boolean absolute = path.startsWith("/") || path.startsWith("\\\\") || path.matches("[A-Za-z]:[/\\\\].*");
        return absolute ? "" : Messages.path_not_absolute(Neutralizer.line(path));
    }

    private static void refuse(String problem) {
        if (!problem.isEmpty()) {
            throw new IllegalArgumentException(problem);
        }
    }

    @NonNull
    @Override
    String summary() {
        return Messages.summary_file(Neutralizer.line(getPath()));
    }

    @NonNull
    @Override
    IdentitySource of(@NonNull TokenRequest request) {
        return new AgentCall(summary(), request, audience -> new ReadTokenFile(getPath()));
    }

    /** The form of the source. */
    @Extension(ordinal = 90)
    @Symbol("agentFile")
    public static final class DescriptorImpl extends Descriptor<IdentityTokenSource> {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.source_file();
        }

        /** Whether the text is an absolute path. The answer tells nothing about any agent. */
        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckPath(@QueryParameter String value) {
            String problem = problemWith(Util.fixEmptyAndTrim(value));
            return problem.isEmpty() ? FormValidation.ok() : FormValidation.error(problem);
        }
    }
}
