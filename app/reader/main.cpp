// SPDX-License-Identifier: GPL-3.0-or-later
// btw-read: makes plain tables of one file, with libraries that were not written for hostile ones, in a
// process of its own with little memory, little time and no rights that it does not need. Started by
// runReader().
#include "workspace/io/reader/report.h"

#include <QStringList>

#include <sys/prctl.h>
#include <sys/resource.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <new>

using namespace btw::io::reader;

namespace {

constexpr int kNoMemory = 3;

void limit(__rlimit_resource what, rlim_t most)
{
    const rlimit both { most, most };
    setrlimit(what, &both);
}

} // namespace

int main(int argc, char** argv)
{
    constexpr int kArguments = 8;
    if (argc != kArguments) {
        std::fputs("btw-read is a part of BTW Workbench, which starts it to read files of other programs.\n",
            stderr);
        return 2;
    }
    const auto number = [argv](int argument) { return std::strtoull(argv[argument], nullptr, 10); };
    const QString kind = QString::fromUtf8(argv[1]);
    const Task task { QString::fromUtf8(argv[2]), QString::fromUtf8(argv[3]), number(4),
        static_cast<std::int64_t>(number(5)) };
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, task.most + (1 << 20));
#ifndef BTW_SANITIZED // sanitizers map terabytes
    limit(RLIMIT_AS, number(6));
#endif
    limit(RLIMIT_CPU, number(7));
    std::signal(SIGXFSZ, SIG_IGN);
    // Nothing is written, and some network disks have no locks.
    setenv("HDF5_USE_FILE_LOCKING", "FALSE", 1);
    try {
        Report report(task);
        if (kind == u"hdf5")
            readHdf5(report);
        else if (kind == u"matlab")
            readMatlab(report);
        else
            readStatistics(report, kind);
        return 0;
    } catch (const std::bad_alloc&) {
        return kNoMemory;
    }
}
