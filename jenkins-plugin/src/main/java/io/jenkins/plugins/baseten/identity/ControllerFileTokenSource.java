package io.jenkins.plugins.baseten.identity;

import com.cloudbees.plugins.credentials.CredentialsDescriptor;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.model.ModelObject;
import hudson.model.User;
import hudson.util.FormValidation;
import io.github.basetenci.http.Deadline;
import io.github.basetenci.identity.GivenIdentity;
import io.github.basetenci.identity.IdentityException;
import io.github.basetenci.identity.IdentitySource;
import io.github.basetenci.identity.IdentityToken;
import io.github.basetenci.text.Neutralizer;
import io.jenkins.plugins.baseten.credentials.CredentialFields;
import io.jenkins.plugins.baseten.credentials.CredentialStores;
import java.io.Serial;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundResolvable;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/**
 * A file on the controller. The identity is that of the controller, so only a credential in the store of Jenkins itself
 * may have this source, and only files below directories that an administrator lists are read.
 */
public final class ControllerFileTokenSource extends IdentityTokenSource implements DataBoundResolvable {
    @Serial
    private static final long serialVersionUID = 1L;

    @CheckForNull
    private final String path;

    /**
     * The listed directories are checked when the form is saved, and at each use: Jenkins may load them after the
     * credential.
     *
     * @param path the absolute path of the file on the controller
     * @throws IllegalArgumentException if the path is missing or not absolute
     */
    @DataBoundConstructor
    public ControllerFileTokenSource(@CheckForNull String path) {
        this.path = Util.fixEmptyAndTrim(path);
        String problem = problemWith(this.path);
        if (!problem.isEmpty()) {
            throw new IllegalArgumentException(problem);
        }
    }

    /** The absolute path of the file on the controller. */
    @NonNull
    public String getPath() {
        return Objects.requireNonNullElse(path, "");
    }

    private static String problemWith(@CheckForNull String path) {
        if (path == null) {
            return Messages.path_missing();
        }
        try {
            return Path.of(path).isAbsolute() ? "" : Messages.path_not_absolute(Neutralizer.line(path));
        } catch (InvalidPathException e) {
            return Messages.path_not_absolute(Neutralizer.line(path));
        }
    }

    @NonNull
    @Override
    String summary() {
        return Messages.summary_controller_file(Neutralizer.line(getPath()));
    }

    @Override
    boolean asksAgent() {
        return false;
    }

    @NonNull
    @Override
    IdentitySource of(@NonNull TokenRequest request) {
        String refusal = CredentialStores.isInController(request.credential())
                ? null
                : Messages.controller_file_not_in_store(request.credential().getId(), summary());
        return new Identity(file(), refusal);
    }

    /**
     * Refuses, when a form is saved, a store that may not have this source, and tells an administrator of a file that is
     * not allowed. A file that is allowed may be written later.
     *
     * @throws IllegalArgumentException with one sentence
     */
    @Override
    @Restricted(NoExternalUse.class)
    public Object bindResolve(StaplerRequest2 request, JSONObject form) {
        if (!DescriptorImpl.isOffered(request)) {
            throw new IllegalArgumentException(Messages.controller_file_form());
        }
        // Whether a form is saved must not tell others what the controller has.
        if (Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
            try {
                file().check();
            } catch (IdentityException e) {
                if (e.kind() == IdentityException.Kind.USAGE) {
                    throw new IllegalArgumentException(e.getMessage(), e);
                }
            }
        }
        return this;
    }

    private ControllerFile file() {
        return new ControllerFile(summary(), getPath());
    }

    /**
     * The identity token in the file, which is read for each attempt of an exchange. The store is looked at once, when
     * the exchange begins: a store that is loaded again meanwhile has another object for the credential.
     *
     * @param refusal why the credential may not have this source; null if it may
     */
    private record Identity(
            @NonNull ControllerFile file, @CheckForNull String refusal) implements IdentitySource {
        @Override
        public String name() {
            return file.name();
        }

        @Override
        public IdentityToken token(String audience, Deadline deadline) throws IdentityException {
            if (refusal != null) {
                throw IdentityException.usage(refusal);
            }
            return new GivenIdentity(file.name(), file.read()).token(audience, deadline);
        }
    }

    /** The form of the source. */
    @Extension(ordinal = 85)
    @Symbol("controllerFile")
    public static final class DescriptorImpl extends Descriptor<IdentityTokenSource> {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.source_controller_file();
        }

        /** Whether the credential of a form is in the store of Jenkins itself. */
        static boolean isOffered(@CheckForNull StaplerRequest2 request) {
            return request != null
                    && CredentialsDescriptor.findContextInPath(request, ModelObject.class) == Jenkins.get();
        }

        /**
         * Whether the file could be read. Only an administrator is told what the controller has; whoever else may
         * change credentials is told whether the text is an absolute path.
         */
        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckPath(
                @AncestorInPath Item item, @AncestorInPath User user, @QueryParameter String value) {
            if (!CredentialFields.mayChange(item, user)) {
                return FormValidation.ok();
            }
            if (item != null || user != null) {
                return FormValidation.error(Messages.controller_file_form());
            }
            String problem = problemWith(Util.fixEmptyAndTrim(value));
            if (!problem.isEmpty()) {
                return FormValidation.error(problem);
            }
            if (Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
                try {
                    new ControllerFileTokenSource(value).file().check();
                } catch (IdentityException e) {
                    return FormValidation.error(e.getMessage());
                }
            }
            return FormValidation.ok();
        }
    }
}
