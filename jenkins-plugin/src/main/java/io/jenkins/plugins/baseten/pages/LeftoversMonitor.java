package io.jenkins.plugins.baseten.pages;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.AdministrativeMonitor;
import io.jenkins.plugins.baseten.login.Leftovers;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Warns administrators of files of logins on machines that were taken from the controller. */
@Extension
@Symbol("basetenLeftovers")
public final class LeftoversMonitor extends AdministrativeMonitor {
    /**
     * The greatest number of directories that the message shows. Further directories are shown when these are
     * gone.
     */
    private static final int SHOWN = 10;

    @NonNull
    @Override
    public String getDisplayName() {
        return Messages.leftovers();
    }

    @Override
    public boolean isActivated() {
        return !Leftovers.get().lost().isEmpty();
    }

    /** The first directories, for the message. */
    @NonNull
    public List<Leftovers.Lost> getShown() {
        List<Leftovers.Lost> all = Leftovers.get().lost();
        return all.subList(0, Math.min(SHOWN, all.size()));
    }

    /** The number of directories that the message does not show. */
    public int getMore() {
        return Math.max(0, Leftovers.get().lost().size() - SHOWN);
    }

    /** Stops the warning about a directory, because an administrator says that the files or the machine are gone. */
    @POST
    public HttpResponse doDismiss(@QueryParameter String path) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        Leftovers.get().dismiss(path);
        return HttpResponses.redirectViaContextPath("/manage/");
    }
}
