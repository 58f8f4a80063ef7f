// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/tokens/pieces.h"

#include "engine/error.h"

#include <QCoreApplication>
#include <QFile>

#include <sentencepiece_processor.h>

#include <string>

namespace btw::tokens {

namespace {

class Words
{
    Q_DECLARE_TR_FUNCTIONS(Pieces)
};

} // namespace

struct Pieces::Library
{
    sentencepiece::SentencePieceProcessor processor;
};

Pieces::Pieces(const QString& path)
    : m_library(std::make_unique<Library>())
    , m_path(path)
{
    // Read here: the library says "not found" of whatever it cannot open, and of a folder nothing at all.
    constexpr qint64 kMostBytes = 1LL << 30;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly) || file.size() > kMostBytes)
        throw Error(Words::tr("The SentencePiece model %1 cannot be read: %2; give its .model file.")
                        .arg(path, file.isOpen() ? Words::tr("it is larger than 1 GiB") : file.errorString())
                        .toStdString());
    const QByteArray bytes = file.readAll();
    const auto status = m_library->processor.LoadFromSerializedProto(
        { bytes.constData(), static_cast<std::size_t>(bytes.size()) });
    if (!status.ok() || bytes.isEmpty())
        throw Error(Words::tr(
            "%1 is not a SentencePiece model; give the .model file that came with the language model.")
                        .arg(path)
                        .toStdString());
}

Pieces::~Pieces() = default;
Pieces::Pieces(Pieces&&) noexcept = default;
Pieces& Pieces::operator=(Pieces&&) noexcept = default;

std::vector<int> Pieces::of(std::string_view text) const
{
    std::vector<int> numbers;
    const auto status = m_library->processor.Encode({ text.data(), text.size() }, &numbers);
    if (!status.ok())
        throw Error(Words::tr("The SentencePiece model %1 cannot cut a text: %2.")
                        .arg(m_path, QString::fromStdString(status.ToString()))
                        .toStdString(),
            Error::Kind::Work);
    return numbers;
}

int Pieces::count() const { return m_library->processor.GetPieceSize(); }
int Pieces::unknown() const { return m_library->processor.unk_id(); }
int Pieces::begin() const { return m_library->processor.bos_id(); }
int Pieces::end() const { return m_library->processor.eos_id(); }

} // namespace btw::tokens
