// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/spec/parameter.h"
#include "engine/spec/spec.h"

#include <QAbstractTableModel>
#include <QJsonArray>
#include <QMap>
#include <QString>

#include <optional>
#include <vector>

namespace btw::models {

/// The settings of an experiment, a row for each parameter that is read: its value, what it may be, and where
/// the default is from. A value may be a list, "0.3, 0.5, 0.7": each is trained. What is typed is checked,
/// and kept with the reason while it cannot be used.
class SettingsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { SettingColumn, ValueColumn, AllowedColumn, SourceColumn, ColumnCount };
    enum Role { KeyRole = Qt::UserRole + 1, ChoicesRole, WrongRole };

    /// What a text says, or what is wrong with it.
    struct Reading
    {
        QJsonArray values; ///< empty: the default
        QString wrong; ///< one sentence; empty: it can be used
    };

    explicit SettingsModel(QObject* parent = nullptr);

    /// \param read parameters that the chosen systems read, what they refer to outliving the model
    /// \param defaults the values that the preset gives them
    void setParameters(std::vector<training::Parameter> read, const training::ExperimentSpec& defaults);
    /// Values that are not the default, by key.
    void setValues(const QMap<QString, QJsonArray>& values);
    void showAll(bool all);
    bool showsAll() const { return m_showsAll; }
    int all() const { return static_cast<int>(m_read.size()); } ///< rows when all are shown
    int differing() const; ///< that have not their default
    QString wrong() const; ///< the first of what cannot be used; empty: nothing
    QStringList dangers() const; ///< what a reader of the results must know, of values that were changed
    Reading readingOf(const QModelIndex& index, const QString& text) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;

Q_SIGNALS:
    void edited(const QString& key, const QJsonArray& values); ///< empty: the default again
    void wrongChanged();

private:
    const training::Parameter& parameterAt(const QModelIndex& index) const;
    bool isShown(const training::Parameter& parameter) const;
    QString defaultText(const training::Parameter& parameter) const;
    QString valueText(const training::Parameter& parameter) const;
    QString allowedText(const training::Parameter& parameter) const;
    void choose(); ///< which rows are shown

    std::vector<training::Parameter> m_read;
    training::ExperimentSpec m_defaults;
    QMap<QString, QJsonArray> m_values;
    struct Wrong
    {
        QString text;
        QString sentence;
    };
    QMap<QString, Wrong> m_wrong; ///< typed, and cannot be used
    std::vector<std::size_t> m_rows; ///< of m_read
    bool m_showsAll = false;
};

} // namespace btw::models
